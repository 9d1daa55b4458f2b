/** Makes an instance of a wasm module that lies at an address, in a browser. */

/** Servers that do not know `application/wasm` are common; without that type nothing can be compiled while it loads. */
export async function instantiate(address, imports) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`pandapon cannot load its wasm: HTTP ${answer.status} for ${address}`);
  const { instance } = answer.headers.get("content-type")?.startsWith("application/wasm")
    ? await WebAssembly.instantiateStreaming(answer, imports)
    : await WebAssembly.instantiate(await answer.arrayBuffer(), imports);
  return instance.exports;
}
