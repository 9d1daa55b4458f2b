/** From the catalogue to methods: `alibaba.refund.create` becomes `client.alibaba.refund.create`. */
import { endpoints as readEndpoints } from "./wasm/pandapon_bg.js";

export let endpoints;

/** As members of plain objects are: tests put doubles in their place. */
const REPLACEABLE = { enumerable: true, configurable: true };

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
  return { value: call, ...REPLACEABLE, writable: true };
}

function group(client, below) {
  let made;
  return { get: () => (made ??= addGroups({}, client, below)), set: (other) => (made = other), ...REPLACEABLE };
}
