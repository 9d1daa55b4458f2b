/** `pandapon/sandbox` for browsers, and for bundlers that build for them. */
import "./load.browser.js";

export * from "./sandbox.js";
