/** `pandapon_sign.wasm` in other languages: the hosts of examples/sign run the vectors, each by its own toolchain. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PYTHON } from "../../setup/python.mjs";

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const env = {
  ...process.env,
  PANDAPON_SIGN_WASM: path("../../pkg/pandapon_sign.wasm"),
  PANDAPON_VECTORS: path("../vectors"),
};

/** How each language runs its tests, and says that it ran some. The set-up brings Python; the others are there or not. */
const hosts = [
  { language: "Python", folder: "python", command: [PYTHON, "test_vectors.py"], ran: /Ran [1-9]\d* tests/ },
  {
    language: "Go",
    folder: "go",
    command: ["go", "test", "-count=1", "-v", "./..."],
    ran: /--- PASS: /,
    probe: ["go", "version"],
  },
  {
    language: "Java",
    folder: "java",
    command: ["mvn", "-B", "test"],
    ran: /Tests run: [1-9]/,
    probe: ["mvn", "--version"],
  },
];

for (const { language, folder, command, ran, probe } of hosts) {
  test(`${language} signs and verifies as the vectors say`, () => {
    if (probe && spawnSync(probe[0], probe.slice(1)).status !== 0) {
      console.log(`\n!!! ${language} is NOT TESTED: there is no ${probe[0]} on this machine.\n`);
      return;
    }
    const cwd = path(`../../examples/sign/${folder}`);
    const { status, stdout, stderr } = spawnSync(command[0], command.slice(1), { cwd, env, encoding: "utf8" });
    assert.equal(status, 0, `${stdout}${stderr}`);
    assert.match(`${stdout}${stderr}`, ran);
  });
}
