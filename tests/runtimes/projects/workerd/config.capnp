using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [ (name = "main", worker = .worker) ],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "main.js", esModule = embed "main.js"),
    (name = "pandapon_bg.wasm", wasm = embed "pandapon_bg.wasm"),
    (name = "sandbox_bg.wasm", wasm = embed "sandbox_bg.wasm"),
    (name = "pandapon_sign.wasm", wasm = embed "pandapon_sign.wasm"),
  ],
  compatibilityDate = "2026-01-01",
);
