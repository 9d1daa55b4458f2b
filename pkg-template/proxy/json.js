/** The params in the body of a request: JSON text of anybody, read in one pass from front to end. */
import { Refusal } from "./refusal.js";

/** Twice as deep as the client sends. The engine's own parser has no limit but memory. */
const MAX_DEPTH = 64;

/** Members and items, at all depths together. No endpoint takes a hundredth of that; each costs more than its text. */
const MAX_VALUES = 20_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** The longest whole number that may be a safe integer: 16 digits and a sign. */
const SAFE_LENGTH = 17;

/**
 * Whole numbers that JavaScript would round become strings, as ids may be. Other numbers keep their type: the client's
 * validation tells amounts from text.
 *
 * @param {Uint8Array} bytes
 * @returns {Record<string, unknown>}
 * @throws {Refusal}
 */
export function parseParams(bytes) {
  let params;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    params = JSON.parse(withExactIntegers(text));
  } catch (error) {
    throw error instanceof Refusal ? error : invalid("the body is no JSON");
  }
  if (typeof params !== "object" || params === null || Array.isArray(params)) {
    throw invalid("the body must be a JSON object");
  }
  if (hasPrototypeMember(params)) throw invalid("no member may be called __proto__");
  return params;
}

/** The same JSON text with unsafe integers as strings. What is not JSON stays so: the parser refuses it. */
function withExactIntegers(text) {
  const parts = [];
  let copied = 0;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = stringEnd(text, at);
    } else if (code === MINUS || isDigit(code)) {
      const end = numberEnd(text, at);
      if (isUnsafeInteger(text, at, end)) {
        parts.push(text.slice(copied, at), '"', text.slice(at, end), '"');
        copied = end;
      }
      at = end;
    } else if (code === COMMA) {
      values += 1;
      if (values > MAX_VALUES) throw invalid(`the body has more than ${MAX_VALUES} members and items`);
      at += 1;
    } else {
      // [ and { differ from ] and } by two; with the bit 0x20 set each pair has one code.
      const bracket = code | 0x20;
      if (bracket === 0x7b && ++depth > MAX_DEPTH) throw invalid(`the body is nested deeper than ${MAX_DEPTH} levels`);
      if (bracket === 0x7d) depth -= 1;
      at += 1;
    }
  }
  return copied === 0 ? text : parts.join("") + text.slice(copied);
}

/** Behind the closing quote of the string that starts here; the end of the text if it has none. */
function stringEnd(text, start) {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}

/** Behind everything that could belong to a number that starts here: digits, signs, a point, an exponent. */
function numberEnd(text, start) {
  let at = start + 1;
  while (at < text.length && isNumberPart(text.charCodeAt(at))) at += 1;
  return at;
}

function isUnsafeInteger(text, start, end) {
  const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
  // A leading zero is not JSON, and must not become JSON by quotes.
  if (end - first < 16 || text.charCodeAt(first) === 0x30) return false;
  for (let at = first; at < end; at++) if (!isDigit(text.charCodeAt(at))) return false;
  if (end - start <= SAFE_LENGTH && Number.isSafeInteger(Number(text.slice(start, end)))) return false;
  // Nor may a number become the name of a member.
  let next = end;
  while (isBlank(text.charCodeAt(next))) next += 1;
  return text.charCodeAt(next) !== COLON;
}

function isDigit(code) {
  return code >= 0x30 && code <= 0x39;
}

/** Digits, and + - . e E. */
function isNumberPart(code) {
  return isDigit(code) || code === 0x2b || code === MINUS || code === 0x2e || (code | 0x20) === 0x65;
}

function isBlank(code) {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/**
 * Whether there is a member that, copied into an object of somebody's, would change what that object is. JSON.parse makes
 * an ordinary member of it. The depth is bounded, and so is this recursion.
 */
function hasPrototypeMember(value) {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(hasPrototypeMember);
  if (Object.hasOwn(value, "__proto__")) return true;
  for (const name in value) if (hasPrototypeMember(value[name])) return true;
  return false;
}

function invalid(message) {
  return new Refusal(400, "invalid_body", message);
}
