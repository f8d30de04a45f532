import type { Command, Option } from "commander";
import type { Catalogue } from "../workspace/catalogue.js";
import { type Candidate, catalogueCandidates } from "./catalogue-candidates.js";

/** What a shell should offer for the word under the cursor. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Names of files or folders that the shell completes by itself. */
  readonly paths: "none" | "files" | "folders";
}

const nothing: Completion = { candidates: [], paths: "none" };

/** The command that words lead to, and what they gave it. */
interface Position {
  readonly command: Command;
  readonly operands: readonly string[];
  /** The option whose value comes next. */
  readonly pending?: Option;
  /** False after `--`. */
  readonly optionsAllowed: boolean;
}

/**
 * What may stand at the last of `words` (the command line without the program's name; the last word may be empty).
 * `catalogue` is called only where kinds or ids can stand.
 */
export function complete(
  program: Command,
  words: readonly string[],
  catalogue: () => Catalogue | undefined,
): Completion {
  const current = words.at(-1) ?? "";
  const position = walk(program, words.slice(0, -1));
  const completion = completeAt(position, current, catalogue);
  return {
    ...completion,
    candidates: completion.candidates.filter(({ value }) => value.startsWith(current)),
  };
}

function completeAt(position: Position, current: string, catalogue: () => Catalogue | undefined): Completion {
  const { command, operands, pending, optionsAllowed } = position;
  if (pending !== undefined) return valuesOf(pending.argChoices, valueName(pending), operands, catalogue);
  if (optionsAllowed && current.startsWith("-")) {
    const candidates = visibleOptions(command).map(({ long, short, description }) => ({
      value: long ?? short ?? "",
      description,
    }));
    return { candidates, paths: "none" };
  }
  const { registeredArguments } = command;
  const argument =
    registeredArguments[operands.length] ?? registeredArguments.findLast((candidate) => candidate.variadic);
  if (argument !== undefined) return valuesOf(argument.argChoices, argument.name(), operands, catalogue);
  if (operands.length > 0) return nothing;
  const commands = command.createHelp().visibleCommands(command);
  return {
    candidates: commands.map((child) => ({ value: child.name(), description: summaryOf(child) })),
    paths: "none",
  };
}

/** Follows the words before the cursor through commands, options and operands. */
function walk(program: Command, words: readonly string[]): Position {
  let command = program;
  let operands: string[] = [];
  let pending: Option | undefined;
  let optionsAllowed = true;
  for (const word of words) {
    if (pending !== undefined) {
      pending = undefined;
    } else if (optionsAllowed && word === "--") {
      optionsAllowed = false;
    } else if (optionsAllowed && word.startsWith("-")) {
      const option = visibleOptions(command).find(({ long, short }) => word === long || word === short);
      pending = option?.required === true ? option : undefined;
    } else {
      const child =
        operands.length === 0 ? command.commands.find((candidate) => candidate.name() === word) : undefined;
      if (child === undefined) operands = [...operands, word];
      else command = child;
    }
  }
  return { command, operands, optionsAllowed, ...(pending !== undefined && { pending }) };
}

function valuesOf(
  choices: readonly string[] | undefined,
  name: string,
  operands: readonly string[],
  catalogue: () => Catalogue | undefined,
): Completion {
  if (choices !== undefined) return { candidates: choices.map((value) => ({ value })), paths: "none" };
  if (/^(file|files|module)$/.test(name)) return { candidates: [], paths: "files" };
  if (/^(dir|folder)$/.test(name)) return { candidates: [], paths: "folders" };
  return { candidates: catalogueCandidates(name, operands, catalogue), paths: "none" };
}

/** The options of a command, then those of the commands above it. */
function visibleOptions(command: Command): Option[] {
  const help = command.createHelp();
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

/** `file` of `--manifest <file>`. */
function valueName(option: Option): string {
  return /[<[]([^>\].]+)/.exec(option.flags)?.[1] ?? "";
}

/** The first sentence of a command's description. */
function summaryOf(command: Command): string {
  return command.summary() || command.description();
}
