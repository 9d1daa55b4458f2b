/** The two validators side by side, on the documents of spec/. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documents } from "./documents.mjs";
import { judgeByOpenapiCore } from "./openapi-core.mjs";
import { startPrism } from "./prism.mjs";

/**
 * @typedef {object} Request
 * @property {string} document
 * @property {"GET" | "POST"} method
 * @property {string} target path and query, after the address of the server
 * @property {Record<string, string>} headers
 * @property {string | null} body
 */

/** Starts the validators, and prepares the documents. */
export async function startPeers() {
  const folder = mkdtempSync(join(tmpdir(), "pandapon-peers-"));
  const files = {};
  for (const [name, document] of Object.entries(documents())) {
    files[name] = join(folder, `${name}.json`);
    writeFileSync(files[name], JSON.stringify(document));
  }
  const prism = await startPrism(files);
  return {
    /**
     * Functions by the name of a validator, which return the violations of each request: none for a valid one.
     *
     * @type {Record<string, (requests: Request[]) => Promise<string[][]>>}
     */
    judges: {
      Prism: (requests) => prism.judge(requests),
      "openapi-core": (requests) => judgeByOpenapiCore(files, requests),
    },
    stop() {
      prism.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
