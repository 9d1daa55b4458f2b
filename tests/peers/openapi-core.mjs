/** openapi-core in a Python environment: its verdicts on requests. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PYTHON } from "../../setup/python.mjs";

const JUDGE = fileURLToPath(new URL("openapi_core_judge.py", import.meta.url));

/**
 * @param {Record<string, string>} files of the documents, by their names
 * @param {import("./peers.mjs").Request[]} requests
 * @returns {Promise<string[][]>} what is wrong with each request
 */
export async function judgeByOpenapiCore(files, requests) {
  const python = spawn(PYTHON, [JUDGE, JSON.stringify(files)], { stdio: ["pipe", "pipe", "inherit"] });
  const started = new Promise((_, fail) => python.on("error", fail));
  // If it exits before it has read them all, verdicts are missing.
  python.stdin.on("error", () => {});
  python.stdin.end(requests.map((request) => `${JSON.stringify(request)}\n`).join(""));
  const text = (await Promise.race([python.stdout.setEncoding("utf8").toArray(), started])).join("");
  const verdicts = text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  if (verdicts.length === requests.length) return verdicts;
  throw new Error(`${verdicts.length} verdicts on ${requests.length} requests`);
}
