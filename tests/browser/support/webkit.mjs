/** WebKitGTK's MiniBrowser on a virtual screen, because it has no headless mode. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { Builder, Capabilities } from "selenium-webdriver";

/** Returns its folder, which is named after the architecture, such as /usr/lib/x86_64-linux-gnu/webkit2gtk-4.1. */
function miniBrowser() {
  const folders = readdirSync("/usr/lib").filter((name) => name.endsWith("-linux-gnu"));
  return `/usr/lib/${folders[0]}/webkit2gtk-4.1/MiniBrowser`;
}

async function freePort() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address();
  server.close();
  return port;
}

export async function startWebKit() {
  const port = await freePort();
  const environment = { WEBKIT_DISABLE_COMPOSITING_MODE: "1", WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
  const service = spawn("xvfb-run", ["--auto-servernum", "WebKitWebDriver", `--port=${port}`], {
    stdio: "ignore",
    // One process group for the screen, the driver and its browser, which ends as a whole.
    detached: true,
    env: { ...process.env, ...environment },
  });
  const capabilities = new Capabilities({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] },
  });
  try {
    const driver = await connect(`http://127.0.0.1:${port}`, capabilities);
    const quit = driver.quit.bind(driver);
    driver.quit = () => quit().finally(() => process.kill(-service.pid));
    return driver;
  } catch (error) {
    process.kill(-service.pid);
    throw error;
  }
}

/** Waits until the driver listens. */
async function connect(address, capabilities) {
  for (let triesLeft = 60; ; triesLeft--) {
    const ready = await fetch(`${address}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready || triesLeft === 0) return new Builder().usingServer(address).withCapabilities(capabilities).build();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
