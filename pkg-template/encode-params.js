/** Encodes params and options, which may be anything at all, as JSON text, or lists what is wrong with them. */
import { configError } from "./errors.js";

/**
 * No request is nested half as deep. Without a bound, a value whose getters go on for ever would exhaust the stack.
 */
const DEEPEST = 32;

/** Maximum number of issues that are listed; the core counts the others. */
const MAX_ISSUES = 100;

/** Maximum length of a name in a path, as in the core. */
const MAX_NAME = 64;

/** 1 MiB of JSON text for each option, and where nothing else is said. */
const MAX_OPTION = 1_048_576;

/** A surrogate without the other of its pair. */
const HALF = /\p{Surrogate}/u;
const HALVED =
  "contains half a character, a lone surrogate, which no request can carry: it may have been cut off there";

const GETTER_THREW = "could not be read: its getter threw";

/**
 * The value as JSON text, with `null` for what could not be read, and why it could not. Every member is read once.
 *
 * The text is empty where there are more issues than are listed, and where it would be longer than `maxBytes`: then
 * reading stops at once.
 *
 * @param {unknown} value
 * @param {number} [maxBytes]
 * @returns {{ text: string, issues: { path: string, code: string, says: string, limit?: number }[], more: number }}
 */
export function read(value, maxBytes = MAX_OPTION) {
  const issues = [];
  const ancestors = [];
  /** The names and indexes on the way to what is being read. */
  const place = [];
  let more = 0;
  let size = -1;

  function refuse(code, says, limit) {
    if (issues.length === MAX_ISSUES) more++;
    else issues.push({ path: pathOf(place), code, says, limit });
    return counted("null");
  }

  /** Counts text before it is made. */
  function grow(length) {
    size += length;
    if (size > maxBytes) throw new RangeError();
  }

  function textOf(value) {
    // For the comma.
    grow(1);
    switch (typeof value) {
      case "boolean":
      case "bigint":
        return counted(String(value));
      case "string":
        return HALF.test(value) ? refuse("type", HALVED) : quoted(value);
      case "number":
        return number(value);
      case "object":
        if (value) return object(value);
      // falls through
      case "undefined":
        return counted("null");
      default:
        return refuse("type", "is a function or a symbol, which cannot be sent");
    }
  }

  function counted(text) {
    grow(text.length);
    return text;
  }

  function quoted(value) {
    grow(value.length);
    const text = JSON.stringify(value);
    grow(text.length - value.length);
    return text;
  }

  function number(value) {
    if (!Number.isFinite(value)) return refuse("type", "is not a finite number");
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const says = "is a number beyond 2^53-1, where JavaScript has rounded it already: pass ids as strings or bigints";
      return refuse("unsafe_number", says);
    }
    return counted(String(value));
  }

  function object(value) {
    if (ancestors.includes(value)) return refuse("cyclic", "contains itself");
    if (ancestors.length === DEEPEST) {
      return refuse("too_deep", `is nested deeper than ${DEEPEST} levels`, DEEPEST);
    }
    let isList;
    try {
      isList = Array.isArray(value);
    } catch {
      return refuse("unreadable", "could not be read: it is a revoked proxy");
    }
    grow(1);
    ancestors.push(value);
    const text = isList ? list(value) : (bytes(value) ?? members(value));
    ancestors.pop();
    return text;
  }

  function list(value) {
    const { read: length } = member(value, "length");
    if (typeof length !== "number") return refuse("unreadable", GETTER_THREW);
    const texts = new Texts();
    let isHole = false;
    // What comes after a hole is not read: an array may have four billion of them.
    for (let index = 0; index < length && !isHole; index++) {
      const { read: item, threw } = member(value, index);
      isHole = item === undefined && !threw;
      place.push(index);
      if (isHole) texts.add(refuse("missing", "is missing: the array has a hole"));
      else texts.add(threw ? refuse("unreadable", GETTER_THREW) : textOf(item));
      place.pop();
    }
    return `[${texts}]`;
  }

  function members(value) {
    let names;
    try {
      names = Object.keys(value);
    } catch {
      return refuse("unreadable", "could not be read: listing its members threw");
    }
    const className = names.length === 0 && classOf(value);
    if (className) {
      return refuse("type", `is a ${className}, not a plain object${advice(className)}`);
    }
    const texts = new Texts();
    for (const name of names) {
      const { read: item, threw } = member(value, name);
      if (item === undefined && !threw) continue;
      place.push(name);
      grow(1);
      const text = quoted(name);
      const isHalf = HALF.test(name);
      if (threw) texts.add(`${text}:${refuse("unreadable", GETTER_THREW)}`);
      else texts.add(`${text}:${isHalf ? refuse("type", HALVED) : textOf(item)}`);
      place.pop();
    }
    return `{${texts}}`;
  }

  /** The base64 text of a buffer or of a view of one, of any realm; nothing for other objects. */
  function bytes(value) {
    const view = viewOf(value);
    if (!view) return undefined;
    grow(Math.ceil(view.length / 3) * 4 + 1);
    return `"${base64(view)}"`;
  }

  let text = "";
  try {
    text = textOf(value);
  } catch {
    // The text is longer than it may be, or than a string can be.
    const grows = place.length > 0 ? "takes the request to" : "has";
    const says = `${grows} at least ${size} bytes of JSON text; the maximum is ${maxBytes} (option maxRequestBytes)`;
    issues.unshift({ path: pathOf(place), code: "too_big", says, limit: maxBytes });
  }
  return { text: more ? "" : text, issues, more };
}

/** Texts that are joined as they come: a million short ones in an array take ten times the memory of one long text. */
class Texts {
  #joined = "";
  #latest = [];

  add(text) {
    if (this.#latest.length === 4096) {
      this.#joined = `${this},`;
      this.#latest = [];
    }
    this.#latest.push(text);
  }

  toString() {
    return this.#joined + this.#latest;
  }
}

/** A place by its names on the wire, such as `orderEntryCountList[0].count`. */
function pathOf(place) {
  return place.reduce((path, step) => {
    if (typeof step === "number") return `${path}[${step}]`;
    const name = step.length > MAX_NAME ? `${step.slice(0, MAX_NAME)}…` : step;
    return path ? `${path}.${name}` : name;
  }, "");
}

/**
 * Some of an object's members as JSON text, for the core to check. What cannot be read becomes an empty list, which no option is.
 *
 * @param {object | undefined} options
 * @param {string[]} names
 */
export function readOptions(options, names) {
  const texts = names.flatMap((name) => {
    const value = options?.[name];
    if (value === undefined) return [];
    const { text, issues } = read(value);
    if (!text && issues[0].code === "too_big") throw configError(`${name} must be less than 1 MiB of JSON text`);
    return `"${name}":${issues.length > 0 ? "[]" : text}`;
  });
  return `{${texts}}`;
}

/**
 * Runs a function of the user's for which nobody waits. What an async one rejects with would end a Node process, and so would a
 * result whose `then` throws when it is handed on: neither leaves here.
 *
 * @param {() => unknown} run
 * @param {(error: any) => unknown} fail
 */
export function attempt(run, fail = () => {}) {
  try {
    Promise.resolve(run()).then(() => {}, fail);
  } catch (error) {
    fail(error);
  }
}

/** A member of anything at all, and whether reading it threw. */
export function member(object, name) {
  try {
    return { read: object?.[name], threw: false };
  } catch {
    return { read: undefined, threw: true };
  }
}

/** The class of an object without members of its own, such as a Date, a Map or a Promise; none for a plain object. */
function classOf(object) {
  const { read: constructor } = member(object, "constructor");
  const { read: name } = member(constructor, "name");
  return typeof name === "string" && name !== "Object" ? (/^\w{1,64}$/.test(name) ? name : "class") : undefined;
}

function advice(className) {
  return className === "Date" ? ": write the time as text, yyyy-MM-dd HH:mm:ss in China time (UTC+8)" : "";
}

/** The bytes of a buffer or of a view of one, of any realm; nothing for anything else. */
export function viewOf(value) {
  try {
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    // By its tag, not its class: it may come from another realm.
    if (Object.prototype.toString.call(value) === "[object ArrayBuffer]") return new Uint8Array(value);
  } catch {
    // A proxy of a buffer, or a buffer that was transferred.
  }
  return undefined;
}

/** In pieces: a function takes only so many arguments. */
function base64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(text);
}
