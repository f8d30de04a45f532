import type { Expression } from "./expressions.js";

/** A statement that ends a function as soon as it is known that the value is wrong. */
export function stopIf(wrong: Expression): string {
  return `if (${wrong.text}) return true;`;
}

export function block(head: string, statements: readonly string[]): string {
  return [`${head} {`.trimStart(), ...indented(statements), "}"].join("\n");
}

/** Statements as they stand inside a block. */
export function indented(statements: readonly string[]): string[] {
  return statements.map((statement) => statement.replace(/^(?=.)/gm, "  "));
}
