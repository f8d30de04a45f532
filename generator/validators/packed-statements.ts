import { plain } from "./expressions.js";
import type { ModuleText } from "./module-text.js";
import { stopIf } from "./statements.js";

/** V8 never optimises a function of more than 61,440 bytes of bytecode; so much text compiles to far less than that. */
const longestText = 16_000;

/**
 * Moves statements to functions of their own where they are too much for one. They may use nothing but the parameters,
 * and return true or nothing.
 */
export function packed(
  module: ModuleText,
  name: string,
  statements: readonly string[],
  parameters = "data, c",
): string[] {
  const groups: string[][] = [[]];
  let length = 0;
  for (const statement of statements) {
    length += statement.length;
    if (length > longestText && groups.at(-1)?.length !== 0) {
      groups.push([]);
      length = statement.length;
    }
    groups.at(-1)?.push(statement);
  }
  if (groups.length === 1) return [...statements];
  const calls = groups.map((group) => {
    const part = module.function(name, parameters, () => [...group, "return false;"]);
    return stopIf(plain(`${part}(${parameters})`));
  });
  return calls.length < statements.length ? packed(module, name, calls, parameters) : calls;
}
