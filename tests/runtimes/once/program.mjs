// Reads first, so that there are kept connections, then makes the call of the test.
const calls = {
  "POST once": (client) => client.request({ method: "POST", path: "/broken", body: {} }),
  "GET once": (client) => client.request({ method: "GET", path: "/broken" }),
  "POST idempotent": (client) => client.request({ method: "POST", path: "/broken", body: {}, safety: "idempotent" }),
  "GET read": (client) => client.request({ method: "GET", path: "/broken", safety: "read" }),
};

export async function program(Client, baseUrl, call) {
  const client = new Client({
    accessKey: "0123456789abcdef0123456789abcdef",
    accessSecret: "secret",
    userId: "1",
    baseUrl,
  });
  const read = () => client.request({ method: "GET", path: "/read", safety: "read" });
  await read();
  await read();
  const outcome = await calls[call](client).then(
    () => "answered",
    (error) => `${error.name}, sent: ${error.sent}`,
  );
  // The client still works.
  await read();
  return outcome;
}
