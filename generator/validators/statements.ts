import { type Expression, or, plain } from "./expressions.js";

/** A statement that ends a function as soon as it is known that the value is wrong. */
export function stopIf(wrong: Expression): string {
  return `if (${wrong.text}) return true;`;
}

/** The same for several reasons, in order. */
export function stopIfAny(wrong: readonly Expression[]): string[] {
  const [only] = wrong;
  if (only === undefined) return [];
  if (wrong.length === 1) return [stopIf(only)];
  const lines = wrong.map((part) => `  ${or(part, plain("")).text.trimEnd()}`);
  return [`if (\n${lines.join("\n").replace(/ \|\|$/, "")}\n) return true;`];
}

/** The statements of a whole function, which is false in the end: what the last one would stop for is what is returned. */
export function untilTheEnd(statements: readonly string[]): string[] {
  const [, wrong] = /^if \(([\s\S]*)\) return true;$/.exec(statements.at(-1) ?? "") ?? [];
  if (wrong === undefined) return [...statements, "return false;"];
  return [...statements.slice(0, -1), wrong.startsWith("\n") ? `return (${wrong});` : `return ${wrong};`];
}

export function block(head: string, statements: readonly string[]): string {
  return [`${head} {`.trimStart(), ...indented(statements), "}"].join("\n");
}

/** Statements as they stand inside a block. */
export function indented(statements: readonly string[]): string[] {
  return statements.map((statement) => statement.replace(/^(?=.)/gm, "  "));
}
