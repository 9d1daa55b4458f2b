/** Browsers to drive by WebDriver, without a screen: Chromium and WebKit, as setup/ installs them. */
import { Browser, Builder } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";
import { startWebKit } from "./webkit.mjs";

const CHROMIUM_ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

async function startChromium(...moreArguments) {
  const options = new chrome.Options().addArguments(...CHROMIUM_ARGUMENTS, ...moreArguments);
  options.setBinaryPath(process.env.CHROMIUM ?? "/usr/bin/chromium");
  const service = new chrome.ServiceBuilder(process.env.CHROMEDRIVER ?? "/usr/bin/chromedriver");
  return new Builder().forBrowser(Browser.CHROME).setChromeOptions(options).setChromeService(service).build();
}

/** Each starts a browser and gives its driver; `driver.quit()` ends both. Chromium's takes further arguments. */
export const browsers = { chromium: startChromium, webkit: startWebKit };
