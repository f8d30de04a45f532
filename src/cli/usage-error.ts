import type { Command } from "commander";
import { printable } from "../diagnostics/display-text.js";

/** Commander's errors, with its suggestion or ours, in the shape of every other message of this program. */
export function usageError(text: string, command: Command): string {
  const [message = "", ...rest] = text.trim().split("\n");
  const suggestion = rest.join(" ").replace(/^\(Did you mean (.*)\?\)$/, "; did you mean $1?");
  const said = message.replace(/^error: /, "");
  return `provc: ${printable(said + (suggestion || ownSuggestion(said, command)))}\n`;
}

function ownSuggestion(said: string, command: Command): string {
  const [, missing] = /^missing required argument '(.*)'$/.exec(said) ?? [];
  if (missing !== undefined) {
    const choices = command.registeredArguments.find((argument) => argument.name() === missing)?.argChoices;
    return choices === undefined
      ? `; usage: ${usageOf(command)}`
      : `; allowed choices are ${choices.join(", ")}`;
  }
  if (!said.startsWith("too many arguments")) return "";
  const meant = command.args
    .map((argument) => `--${argument}`)
    .find((flag) => command.options.some(({ long }) => long === flag));
  return meant === undefined ? "" : ` Did you mean ${meant}?`;
}

function usageOf(command: Command): string {
  const names: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name());
  return `${names.join(" ")} ${command.usage()}`;
}
