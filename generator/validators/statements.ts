import { alternative, type Expression } from "./expressions.js";

const stopHead = "if (";
const stopEnd = ") return true;";

/** A statement that ends a function as soon as it is known that the value is wrong. */
export function stopIf(wrong: Expression): string {
  return stopHead + wrong.text + stopEnd;
}

/** The same for several reasons, in order. */
export function stopIfAny(wrong: readonly Expression[]): string[] {
  const [only] = wrong;
  if (only === undefined) return [];
  if (wrong.length === 1) return [stopIf(only)];
  const lines = wrong.map((part) => `  ${alternative(part)}`);
  return [`${stopHead}\n${lines.join(" ||\n")}\n${stopEnd}`];
}

/** The statements of a whole function, which is false in the end: what the last one would stop for is what is returned. */
export function untilTheEnd(statements: readonly string[]): string[] {
  const last = statements.at(-1) ?? "";
  if (!last.startsWith(stopHead) || !last.endsWith(stopEnd)) return [...statements, "return false;"];
  const wrong = last.slice(stopHead.length, -stopEnd.length);
  return [...statements.slice(0, -1), wrong.startsWith("\n") ? `return (${wrong});` : `return ${wrong};`];
}

export function block(head: string, statements: readonly string[]): string {
  return [`${head} {`.trimStart(), ...indented(statements), "}"].join("\n");
}

/** Statements as they stand inside a block. */
export function indented(statements: readonly string[]): string[] {
  return statements.map((statement) =>
    statement.includes("\n") ? statement.replace(/^(?=.)/gm, "  ") : statement && `  ${statement}`,
  );
}
