import type { SourceLimits } from "./limits.js";
import type { SourceChild, SourceNode, SyntaxProblem } from "./source-node.js";

/** Sets an own property, also for names such as `__proto__` that assignment treats in its own way. */
export function setOwn(target: object, key: string, value: unknown): void {
  // Much the faster way, and the same wherever nothing of that name is inherited.
  if (!(key in target)) (target as { [key: string]: unknown })[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** True for objects that are maps of fields: no lists, no null, no class instances. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** What is said of a text whose aliases stand for too much. */
export function aliasLimitMessage(maxAliasedValues: number): string {
  return `aliases repeat more than ${maxAliasedValues} values`;
}

/**
 * Builds plain data from a tree. Every use of an alias gets its own copy, so that changing one place
 * of the data never changes another; `maxAliasedValues` bounds how many values are made that way.
 */
export function toPlainValue(
  root: SourceNode,
  limits: Pick<SourceLimits, "maxAliasedValues" | "maxDepth">,
): { readonly value: unknown; readonly problem?: SyntaxProblem } {
  let aliased = 0;
  let problem: SyntaxProblem | undefined;

  const child = ({ node, alias: own }: SourceChild, outer: SourceChild["alias"], depth: number): unknown => {
    const alias = outer ?? own;
    if (alias !== undefined) {
      if (++aliased > limits.maxAliasedValues) {
        problem ??= { ...alias, message: aliasLimitMessage(limits.maxAliasedValues) };
      } else if (depth > limits.maxDepth) {
        // Written nesting is checked by the readers; only aliases can nest deeper than the text does.
        problem ??= { ...alias, message: `aliases nest values deeper than ${limits.maxDepth} levels` };
      }
    }
    return problem === undefined ? build(node, alias, depth) : undefined;
  };
  const build = (node: SourceNode, alias: SourceChild["alias"], depth: number): unknown => {
    if (node.kind === "scalar") return node.value;
    if (node.kind === "list") return node.items.map((item) => child(item, alias, depth + 1));
    const map = {};
    for (const [key, entry] of node.entries) setOwn(map, key, child(entry, alias, depth + 1));
    return map;
  };

  const value = build(root, undefined, 0);
  return problem === undefined ? { value } : { value: undefined, problem };
}
