/** Headless browsers for WebDriver: Chromium, Firefox and WebKit, as setup/ installs them. */
import { Browser, Builder } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";
import firefox from "selenium-webdriver/firefox.js";
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

async function startFirefox() {
  const options = new firefox.Options().addArguments("-headless");
  options.setBinary(process.env.FIREFOX ?? "/usr/bin/firefox-esr");
  const service = new firefox.ServiceBuilder(process.env.GECKODRIVER ?? "geckodriver");
  return new Builder().forBrowser(Browser.FIREFOX).setFirefoxOptions(options).setFirefoxService(service).build();
}

/** Each function starts a browser and returns its driver; `driver.quit()` ends both. Chromium's accepts further arguments. */
export const browsers = { chromium: startChromium, firefox: startFirefox, webkit: startWebKit };
