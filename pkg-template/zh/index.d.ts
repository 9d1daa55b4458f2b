/**
 * Issues in Chinese.
 *
 * @module pandapon/zh
 */
import type { Issue } from "../index.js";

/**
 * Returns an issue as a sentence in Chinese, made from its code and parameters; of a code that this version does not know, its
 * message in English. For another language, write such a function: `error.issues.map(chinese)`.
 */
export declare function chinese(issue: Issue): string;
