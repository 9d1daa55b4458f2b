import { ask } from "./ask.mjs";

globalThis.outcome = navigator.serviceWorker
  .register("worker.js")
  .then(() => navigator.serviceWorker.ready)
  .then(({ active }) => ask(active));
