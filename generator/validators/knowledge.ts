import { quote } from "../emit/code.js";
import type { Description, DescriptionKind } from "./descriptions.js";
import { and, type Expression, or, plain } from "./expressions.js";
import type { ModuleText } from "./module-text.js";

/** More names than that are looked up. */
const mostCompared = 24;

function lookUp(module: ModuleText, names: ReadonlySet<string>): string {
  return `${module.value("names", `new Set([${[...names].map(quote).join(", ")}])`)}.has(key)`;
}

function matches(module: ModuleText, pattern: string): string {
  return `${module.pattern(pattern)}.test(key)`;
}

/** All true of a field, `key`, that a description does not speak of; it is none that speaks of all. */
export function isUnknown(module: ModuleText, { names, patterns }: Description): Expression[] {
  const isUnnamed =
    names.size > mostCompared
      ? [`!${lookUp(module, names)}`]
      : [...names].map((name) => `key !== ${quote(name)}`);
  return [...isUnnamed, ...[...patterns].map((pattern) => `!${matches(module, pattern)}`)].map(plain);
}

/**
 * A function that says whether a key, a field or the index of an item, is among what a description speaks of; undefined
 * where nothing is.
 */
export function knowledge(
  module: ModuleText,
  name: string,
  { names, patterns, isOpen, count }: Description,
  kinds: readonly DescriptionKind[],
): string | undefined {
  // Where nobody asks for items every key is a field, and the other way round.
  const among = (kind: DescriptionKind, test: string): Expression => {
    if (kinds.length < 2) return plain(test);
    const type = plain(`typeof key === "${kind === "fields" ? "string" : "number"}"`);
    return test === "true" ? type : and(type, plain(test));
  };
  const fields = [
    ...(names.size > mostCompared
      ? [plain(lookUp(module, names))]
      : [...names].map((field) => plain(`key === ${quote(field)}`))),
    ...[...patterns].map((pattern) => among("fields", matches(module, pattern))),
  ];
  const items = count === Number.POSITIVE_INFINITY ? "true" : `key < ${count}`;
  const tests = [
    ...(kinds.includes("fields") ? (isOpen ? [among("fields", "true")] : fields) : []),
    ...(kinds.includes("items") && count > 0 ? [among("items", items)] : []),
  ];
  if (tests.length === 0) return undefined;
  return module.function(name, "key", () => [`return ${or(...tests).text};`], "Knows");
}
