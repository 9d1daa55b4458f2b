/** Headless Chromium, as setup/ installs it. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];

/** @param {string[]} [more] arguments */
export const launch = (more = []) => chromium.launch({ executablePath, args: [...args, ...more] });
