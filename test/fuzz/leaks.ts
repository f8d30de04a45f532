import { stripVTControlCharacters } from "node:util";
import type { CanaryInput } from "./generators/canaries.js";

/**
 * Where an output holds a canary: whole, or so much of it that it can be guessed. A canary that the input has in
 * pieces is no longer one, so the pieces do not count then.
 */
export function leaks(output: string, { text, canary }: CanaryInput, name: string): string[] {
  const rest = text.replaceAll(canary, "");
  const pieces = [canary.slice(0, 9), canary.slice(-9)].filter((piece) => !rest.includes(piece));
  const visible = stripVTControlCharacters(output);
  return [canary, ...pieces].flatMap((part) => {
    const at = visible.indexOf(part);
    return at < 0 ? [] : [`${part} in ${name}: …${visible.slice(Math.max(0, at - 120), at + 40)}`];
  });
}
