/** A module that Cloudflare Workers import compiled. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
