/** From the catalogue to methods: `alibaba.refund.create` becomes `client.alibaba.refund.create`. */
import { endpoints as readEndpoints } from "./wasm/pandapon_bg.js";

export let endpoints;

/** The names as a tree, whose leaves are the whole names. */
const tree = {};

/** Reads the catalogue, once the wasm is in place. */
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
  // Writable, so that tests can put doubles in their place.
  return { value: call, enumerable: true, configurable: true, writable: true };
}

function group(client, below) {
  let made;
  return { get: () => (made ??= addGroups({}, client, below)), enumerable: true, configurable: true };
}
