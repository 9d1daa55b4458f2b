/** A user of a page: finds elements by role and name, as people and screen readers do, and waits for them. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { error } from "selenium-webdriver";

const LIBRARY = createRequire(import.meta.url).resolve("@testing-library/dom/dist/@testing-library/dom.umd.min.js");
/** Installs the library once per page. In Firefox each script has its own globals, so regular expressions must be created there. */
const INSTALL = `${readFileSync(LIBRARY, "utf8")};
  const library = window.TestingLibraryDom ?? globalThis.TestingLibraryDom;
  const revive = (value) => (Array.isArray(value) ? new RegExp(...value) : value);
  window.findAsUser = (query, what, options, within) => {
    const revived = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, revive(value)]));
    return library[query](within ?? document.body, revive(what), revived);
  };
`;
const FIND = "return window.findAsUser?.(...arguments);";

/** How long something may take to appear, in milliseconds: the machine may be busy. */
const PATIENCE = 20_000;
const PAUSE = 100;

/** Regular expressions are passed to the page as source and flags. */
const wire = (value) => (value instanceof RegExp ? [value.source, value.flags] : value);

/** @param {import("selenium-webdriver").WebDriver} driver */
export function createUser(driver) {
  async function query(name, what, { within, ...options } = {}) {
    const wired = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, wire(value)]));
    const ask = () => driver.executeScript(FIND, name, wire(what), wired, within);
    const found = await ask();
    if (found) return found;
    await driver.executeScript(INSTALL);
    return ask();
  }

  /** Retries until a function returns something; elements that were rendered anew are looked up again. */
  async function until(attempt, wish) {
    for (const end = Date.now() + PATIENCE; ; ) {
      try {
        const outcome = await attempt();
        if (outcome) return outcome;
      } catch (problem) {
        if (!(problem instanceof error.StaleElementReferenceError)) throw problem;
      }
      if (Date.now() > end) throw new Error(`${wish} did not come. The page:\n${await user.text()}`);
      await sleep(PAUSE);
    }
  }

  const words = (role, name) => `${role} ${name ?? ""}`;

  const user = {
    /** Returns all elements with this role, and this name or description. */
    all: (role, options) => query("queryAllByRole", role, options),

    /** Returns the element with this role and name; the first if several are allowed. */
    see: (role, name, { first = false, ...options } = {}) =>
      until(
        async () => {
          const found = await user.all(role, { name, ...options });
          return (first || found.length === 1) && found[0];
        },
        words(role, name),
      ),

    /** Returns the field with this label, for fields without a role, such as those for files. */
    seeLabel: (label) =>
      until(async () => {
        const found = await query("queryAllByLabelText", label);
        return found.length === 1 && found[0];
      }, label),

    /** Waits for a text in the element with this role and name. */
    read: (role, name, pattern) =>
      until(
        async () => {
          const [element] = await user.all(role, { name });
          return element && pattern.exec(await element.getText());
        },
        `${pattern} in ${words(role, name)}`,
      ),

    click: (role, name, options) =>
      until(
        async () => {
          const element = await user.see(role, name, options);
          if (!(await element.isEnabled())) return false;
          await driver.executeScript("arguments[0].scrollIntoView({ block: 'center' })", element);
          await element.click();
          return true;
        },
        `an enabled ${words(role, name)}`,
      ),

    /** Replaces the content of a field. */
    async type(name, text, options) {
      const field = await user.see("textbox", name, options);
      await driver.executeScript("arguments[0].scrollIntoView({ block: 'center' })", field);
      await field.clear();
      await field.sendKeys(text);
    },

    async choose(name, option) {
      const field = await user.see("combobox", name);
      await (await user.see("option", option, { within: field })).click();
    },

    /** Returns the accessible description. */
    descriptionOf: (element) =>
      driver.executeScript(
        `const ids = (arguments[0].getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
        return ids.map((id) => document.getElementById(id).textContent).join(" ");`,
        element,
      ),

    attach: async (label, file) => (await user.seeLabel(label)).sendKeys(file),

    /** Returns the text of the page. */
    text: () => driver.executeScript("return document.body.innerText"),
  };
  return user;
}
