/** Reading what the user gives: anything at all, into JSON text or a list of what is wrong with it. */

/**
 * No request is nested half as deep. Without a bound, a value whose getters go on for ever would exhaust the stack.
 */
const DEEPEST = 32;

/** 64 MiB. No picture is a tenth as large. */
const MOST_BYTES = 67_108_864;

const GETTER_THREW = "could not be read: its getter threw";

/**
 * The value as JSON text, where a `null` stands for what could not be read, and why it could not. Every member is read once.
 *
 * @param {unknown} value
 * @returns {{ text: string, issues: { path: string, code: string, message: string }[] }}
 */
export function read(value) {
  const issues = [];
  const ancestors = [];
  const refuse = (path, code, says) => {
    issues.push({ path, code, message: `${path || "the request"} ${says}` });
    return "null";
  };

  function textOf(value, path) {
    switch (typeof value) {
      case "undefined":
        return "null";
      case "boolean":
      case "bigint":
        return String(value);
      case "string":
        return JSON.stringify(value);
      case "number":
        return number(value, path);
      case "object":
        return value === null ? "null" : object(value, path);
      default:
        return refuse(path, "type", "is a function or a symbol, which cannot be sent");
    }
  }

  function number(value, path) {
    if (!Number.isFinite(value)) return refuse(path, "type", "is not a finite number");
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const says =
        "is a number beyond 2^53-1, where JavaScript has rounded it already: pass ids as strings or bigints";
      return refuse(path, "unsafe", says);
    }
    return String(value);
  }

  function object(value, path) {
    if (ancestors.includes(value)) return refuse(path, "cyclic", "contains itself");
    if (ancestors.length === DEEPEST) return refuse(path, "deep", `is nested deeper than ${DEEPEST} levels`);
    let isList;
    try {
      isList = Array.isArray(value);
    } catch {
      return refuse(path, "unreadable", "could not be read: it is a revoked proxy");
    }
    ancestors.push(value);
    const text = isList ? list(value, path) : (bytes(value, path) ?? members(value, path));
    ancestors.pop();
    return text;
  }

  function list(value, path) {
    const { read: length } = member(value, "length");
    if (length === undefined) return refuse(path, "unreadable", GETTER_THREW);
    const items = [];
    for (let index = 0; index < length; index++) {
      const { read: item, threw } = member(value, index);
      const place = `${path}[${index}]`;
      if (item === undefined && !threw) {
        items.push(refuse(place, "missing", "is missing: the array has a hole"));
        // The rest is not read: an array may have four billion of them.
        break;
      }
      items.push(threw ? refuse(place, "unreadable", GETTER_THREW) : textOf(item, place));
    }
    return `[${items}]`;
  }

  function members(value, path) {
    let names;
    try {
      names = Object.keys(value);
    } catch {
      return refuse(path, "unreadable", "could not be read: listing its members threw");
    }
    const className = names.length === 0 && classOf(value);
    if (className) return refuse(path, "type", `is a ${className}, not a plain object${advice(className)}`);
    const texts = [];
    for (const name of names) {
      const { read: item, threw } = member(value, name);
      if (item === undefined && !threw) continue;
      const place = path ? `${path}.${name}` : name;
      const text = threw ? refuse(place, "unreadable", GETTER_THREW) : textOf(item, place);
      texts.push(`${JSON.stringify(name)}:${text}`);
    }
    return `{${texts}}`;
  }

  /** The base64 text of a buffer or of a view of one, of any realm; nothing for other objects. */
  function bytes(value, path) {
    const view = viewOf(value);
    if (!view) return undefined;
    if (view.length > MOST_BYTES) return refuse(path, "most", "has more than 64 MiB: too much to be sent");
    return `"${base64(view)}"`;
  }

  return { text: textOf(value, ""), issues };
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
    return `"${name}":${issues.length > 0 ? "[]" : text}`;
  });
  return `{${texts}}`;
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
  return typeof name === "string" && name !== "Object" ? name : undefined;
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
