/** `pandapon sign` and `pandapon verify`. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sign } from "../../pkg/sign/index.js";
import { environment, run } from "./support/cli.mjs";
import { credentials } from "./support/vendor.mjs";

const env = environment(credentials);
const { accessKey, accessSecret, userId } = credentials;
const callbacks = JSON.parse(readFileSync(new URL("../vectors/callback/vectors.json", import.meta.url), "utf8"));

test("sign prints the five headers, for curl or as JSON", async () => {
  const { code, stdout } = await run(["sign"], { env });
  assert.equal(code, 0);
  const lines = Object.fromEntries(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(": ")),
  );
  const { timestamp, "nonce-str": nonceStr } = lines;
  assert.ok(Math.abs(Date.now() / 1000 - timestamp) < 60);
  assert.match(nonceStr, /^[A-Za-z0-9]{32}$/);
  const signature = sign({ accessKey, accessSecret, timestamp, nonceStr });
  assert.deepEqual(lines, { "access-key": accessKey, timestamp, "nonce-str": nonceStr, "user-id": userId, signature });
  const again = await run(["sign", "--json", "--timestamp", timestamp, "--nonce", nonceStr], { env });
  assert.deepEqual(JSON.parse(again.stdout), lines);
});

test("sign --explain prints the string to sign, without the secret", async () => {
  const args = ["sign", "--explain", "--json", "--timestamp", "1779263269", "--nonce", "n"];
  const { code, stdout } = await run(args, { env: { ...env, PANDAPON_USER_ID: "" } });
  assert.equal(code, 0);
  const { stringToSign, signature } = JSON.parse(stdout);
  assert.equal(stringToSign, `${accessKey}1779263269n********`);
  assert.equal(signature, sign({ accessKey, accessSecret, timestamp: "1779263269", nonceStr: "n" }));
  assert.ok(!(await run(["sign", "--explain"], { env })).stdout.includes(accessSecret));
});

test("sign without keys, or with a nonce that is not a valid header, is a usage error", async () => {
  assert.equal((await run(["sign"])).code, 2);
  const { code, stderr } = await run(["sign", "--nonce", "é"], { env });
  assert.equal(code, 2);
  assert.match(stderr, /nonceStr/);
});

test("verify detects a forged push message, whichever byte is changed", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pandapon-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "message.json");
  for (const { body, authorization, ...account } of callbacks) {
    const env = environment(account);
    writeFileSync(file, body);
    const option = ["--authorization", authorization];
    for (const [args, input, valid] of [
      [["verify", file, ...option], "", true],
      [["verify", "-", ...option], body, true],
      [["verify", ...option], body, true],
      [["verify", ...option], `${body}\n`, false],
      [["verify", file, "--authorization", "0".repeat(64)], "", false],
    ]) {
      const { code, stdout } = await run(args, { env, input });
      assert.deepEqual([code, stdout], valid ? [0, "valid\n"] : [1, "not valid\n"]);
    }
  }
});

test("verify without a header, or of a missing file, is a usage error", async () => {
  assert.equal((await run(["verify"], { env })).code, 2);
  assert.equal((await run(["verify", "/there/is/none", "--authorization", "0a"], { env })).code, 2);
});
