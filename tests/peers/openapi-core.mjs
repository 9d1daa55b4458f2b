/** openapi-core, in a Python of its own: what it says of requests. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PYTHON } from "../../setup/python.mjs";
import { documentFile } from "./operations.mjs";

const JUDGE = fileURLToPath(new URL("openapi_core_judge.py", import.meta.url));

/** @returns {Promise<string[][]>} what is wrong with each request */
export async function judge(requests) {
  const python = spawn(PYTHON, [JUDGE], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = requests.map(({ document, method, target, headers, body }) =>
    JSON.stringify({ document: fileURLToPath(documentFile(document)), method, target, headers, body }),
  );
  python.stdin.end(`${lines.join("\n")}\n`);
  const text = (await python.stdout.setEncoding("utf8").toArray()).join("");
  const verdicts = text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  if (verdicts.length !== requests.length) throw new Error(`${verdicts.length} verdicts on ${requests.length} requests`);
  return verdicts;
}
