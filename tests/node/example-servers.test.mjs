/** Servers of examples, which users copy: they sign only for their own page. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { test } from "node:test";
import { serve } from "../../examples/yew/server.mjs";

test("the server of the Yew example does not sign for pages under another host name or from another site", async (t) => {
  const server = serve(0);
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = server.address();
  const post = (headers) =>
    new Promise((resolve, reject) => {
      const options = { port, path: "/sign", method: "POST", headers, agent: false };
      request({ host: "127.0.0.1", ...options }, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end('{"timestamp":"1700000000","nonceStr":"a"}');
    });
  for (const name of ["127.0.0.1", "localhost"]) {
    assert.equal(await post({ host: `${name}:${port}`, origin: `http://${name}:${port}` }), 200);
    assert.equal(await post({ host: `${name}:${port}`, origin: "http://evil.example" }), 404);
  }
  for (const host of ["evil.example", `evil.example:${port}`, "localhost.evil.example", "127.0.0.1.evil.example"]) {
    assert.equal(await post({ host, origin: `http://${host}` }), 421, host);
  }
});
