using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [ (name = "main", worker = .worker), (name = "internet", network = (allow = ["public", "private"])) ],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "main.js", esModule = embed "main.js"),
    (name = "pandapon_bg.wasm", wasm = embed "pandapon_bg.wasm"),
  ],
  bindings = [ (name = "BASE_URL", fromEnvironment = "BASE_URL"), (name = "CALL", fromEnvironment = "CALL") ],
  compatibilityDate = "2026-01-01",
);
