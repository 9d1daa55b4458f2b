import { ask } from "./ask.mjs";

globalThis.outcome = ask(new Worker("worker.js"));
