/** From the catalogue to methods: `alibaba.refund.create` becomes `client.alibaba.refund.create`. */
import { endpoints as readEndpoints } from "./wasm/pandapon_bg.js";

export let endpoints;

/** The names as a tree, whose leaves are the whole names. */
const tree = {};

/**
 * Reads the catalogue. The loaders call it once the wasm is in place: in a browser that is only after this module has
 * run, for modules that are imported side by side do not wait for each other's `await`.
 */
export function readCatalogue() {
  endpoints = Object.freeze(JSON.parse(readEndpoints()).map(Object.freeze));
  for (const { name } of endpoints) {
    const steps = name.split(".");
    const method = steps.pop();
    let group = tree;
    for (const step of steps) group = group[step] ??= {};
    group[method] = name;
  }
}

/** Gives an object the groups of the catalogue, each made when it is first asked for. */
export function addGroups(target, client, groups = tree) {
  for (const [step, below] of Object.entries(groups)) {
    Object.defineProperty(target, step, typeof below === "string" ? method(client, below) : group(client, below));
  }
  return target;
}

function method(client, name) {
  const call = (params, options) => client.call(name, params, options);
  Object.defineProperty(call, "name", { value: name });
  return { value: call, enumerable: true };
}

function group(client, below) {
  let made;
  return { get: () => (made ??= addGroups({}, client, below)), enumerable: true };
}
