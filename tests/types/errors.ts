import {
  AbortError,
  ApiError,
  ConfigError,
  ConnectionError,
  DecodeError,
  mayHaveArrived,
  PandaponError,
  ProxyError,
  RouteError,
  type Safety,
  SignatureError,
  TimeoutError,
  ValidationError,
} from "pandapon";
import { isExactly } from "./equal.js";

function explain(error: unknown): string {
  if (!(error instanceof PandaponError)) throw error;
  isExactly<boolean>()(error.sent);
  isExactly<string | null>()(error.endpoint);
  isExactly<Safety | null>()(error.safety);
  isExactly<number>()(error.attempts);
  isExactly<unknown>()(error.cause);
  if (error instanceof ValidationError) {
    return error.issues.map(({ path, code, message }) => path + code + message).join();
  }
  if (error instanceof ApiError) {
    isExactly<"refusal" | "authentication" | "rateLimit" | "gateway">()(error.kind);
    isExactly<string | undefined>()(error.headers["x-request-id"]);
    isExactly<number | null>()(error.code);
    isExactly<string | null>()(error.requestId);
    return `${error.status} ${error.msg} ${error.developId}`;
  }
  if (error instanceof DecodeError) return `${error.status} ${error.requestId}`;
  // Classes with the same members are different types: no branch narrows away the next one.
  if (error instanceof ConnectionError) return (isExactly<"ConnectionError">()(error.name), "");
  if (error instanceof TimeoutError) return (isExactly<"TimeoutError">()(error.name), "");
  if (error instanceof RouteError) return (isExactly<"RouteError">()(error.name), "");
  if (error instanceof ConfigError) return (isExactly<"ConfigError">()(error.name), "");
  if (error instanceof ProxyError) {
    return (isExactly<"ProxyError">()(error.name), error.code === "cross_site" ? "" : error.status.toFixed());
  }
  if (error instanceof AbortError) return (isExactly<"AbortError">()(error.name), String(error.cause));
  if (error instanceof SignatureError) return (isExactly<"SignatureError">()(error.name), "");
  return error.message;
}

// A test may create errors itself.
isExactly<boolean>()(mayHaveArrived("anything at all"));
const answer = { kind: "refusal" as const, code: 500, msg: "busy", requestId: "1", developId: null, status: 200 };
explain(new ApiError({ name: "ApiError", message: "busy", sent: true, ...answer }));
// @ts-expect-error the constructor takes a structure, not a message
new ApiError("busy");
