/** What the sandbox says when it is there: its address, its keys, and a request that works when it is pasted. */

/** @param {import("node:net").AddressInfo} where the server listens */
export function addressOf({ address, port }) {
  const host = { "0.0.0.0": "127.0.0.1", "::": "::1" }[address] ?? address;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** @param {{ baseUrl: string, accessKey: string, accessSecret: string, userId: string }} access */
export function firstRequest(access) {
  const { baseUrl, accessKey, accessSecret, userId } = access;
  return `The sandbox listens on ${baseUrl}. Its keys, which open nothing else, for "pandapon call":

export PANDAPON_BASE_URL=${baseUrl}
export PANDAPON_ACCESS_KEY=${accessKey}
export PANDAPON_ACCESS_SECRET=${accessSecret}
export PANDAPON_USER_ID=${userId}
export PANDAPON_ROUTES="$(curl -s ${baseUrl}/sandbox/control/routes)"

A first request to paste into another terminal. It signs itself each time:

${curlLine(access)}

Ctrl+C ends the sandbox.`;
}

/**
 * A signature is good for 600 seconds, a nonce for one request. So the line makes both when it runs, by what every
 * shell has at hand; md5 is the md5sum of macOS.
 */
function curlLine({ baseUrl, accessKey, accessSecret, userId }) {
  const nonce = "od -An -N16 -tx1 /dev/urandom | tr -d ' \\n'";
  const md5 = "{ md5sum || md5 -q; } 2>/dev/null | cut -c1-32 | tr a-f A-F";
  const signature = `printf %s ${accessKey}$t\${n}${accessSecret} | ${md5}`;
  const signed = `t=$(date +%s) n=$(${nonce}); echo -H timestamp:$t -H nonce-str:$n -H signature:$(${signature})`;
  const fixed = `-H access-key:${accessKey} -H user-id:${userId} -H content-type:application/json`;
  const request = `${baseUrl}/alibaba/product/keywords/query -d '{"keyword": "mug"}'`;
  return `curl -s ${request} ${fixed} $(${signed})`;
}
