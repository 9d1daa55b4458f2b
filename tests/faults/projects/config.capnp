using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    # The server is on this machine, which workers do not reach by themselves.
    (name = "internet", network = (allow = ["public", "private"])),
  ],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "main.js", esModule = embed "main.js"),
    (name = "pandapon_bg.wasm", wasm = embed "pandapon_bg.wasm"),
  ],
  bindings = [ (name = "CONTROL", fromEnvironment = "CONTROL") ],
  compatibilityDate = "2026-01-01",
);
