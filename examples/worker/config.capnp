# For workerd alone, as the tests run it: `workerd serve config.capnp`. Deployed, wrangler.toml and the account's secrets are in its place.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    # The sandbox is on this machine, which workers do not reach by themselves.
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "pandapon_bg.wasm", wasm = embed "pandapon_bg.wasm"),
  ],
  bindings = [
    (name = "PANDAPON_ACCESS_KEY", fromEnvironment = "PANDAPON_ACCESS_KEY"),
    (name = "PANDAPON_ACCESS_SECRET", fromEnvironment = "PANDAPON_ACCESS_SECRET"),
    (name = "PANDAPON_USER_ID", fromEnvironment = "PANDAPON_USER_ID"),
    (name = "PANDAPON_BASE_URL", fromEnvironment = "PANDAPON_BASE_URL"),
    (name = "SHOP_TOKEN", fromEnvironment = "SHOP_TOKEN"),
  ],
  compatibilityDate = "2026-01-01",
);
