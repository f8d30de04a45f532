import type { SyntaxProblem } from "./source-node.js";

/** Says when a number as written is not the number that the program gets. */
export function checkNumber(text: string, value: number, start: number): SyntaxProblem | undefined {
  const place = { start, end: start + text.length };
  if (!Number.isFinite(value)) {
    if (!/\d/.test(text)) return undefined; // YAML's .inf and .nan are meant
    return { ...place, message: "this number is too large", hint: "write it in quotes if it is text" };
  }
  if (!/^[-+]?(\d+|0x[\da-fA-F]+|0o[0-7]+)$/.test(text) || Number.isSafeInteger(value)) return undefined;
  const exact = BigInt(text.replace(/^[-+]/, ""));
  if (exact === BigInt(Math.abs(value))) return undefined;
  return {
    ...place,
    code: "imprecise-number",
    severity: "warning",
    message: "this number has more digits than a number can hold exactly",
    hint: "write it in quotes if it is text",
  };
}
