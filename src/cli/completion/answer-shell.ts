import type { Command } from "commander";
import type { CliContext } from "../context.js";
import type { GlobalOptions } from "../global-options.js";
import { singleLine } from "../output/table.js";
import type { Catalogue } from "../workspace/catalogue.js";
import { findProject } from "../workspace/project.js";
import { readCatalogue } from "../workspace/read-catalogue.js";
import { shippedFolder } from "../workspace/shipped-kinds.js";
import { complete } from "./candidates.js";

/**
 * Answers a completion script: one candidate a line, with its description after a tab; the last line says
 * whether the shell should add names of files. Silent about whatever is wrong with the project.
 */
export function answerShell(program: Command, words: readonly string[], context: CliContext): void {
  const { candidates, paths } = complete(program, words, () => catalogueFor(words, context));
  const lines = candidates.map(({ value, description }) =>
    description === undefined ? value : `${value}\t${singleLine(description)}`,
  );
  context.stdout.write(`${[...lines, `:${paths}`].join("\n")}\n`);
}

function catalogueFor(words: readonly string[], context: CliContext): Catalogue | undefined {
  try {
    const project = findProject(context, givenOptions(words));
    return readCatalogue(context, project?.outputFolder ?? shippedFolder());
  } catch {
    return undefined;
  }
}

function givenOptions(words: readonly string[]): GlobalOptions {
  const given = (option: string): string | undefined => {
    const index = words.lastIndexOf(option);
    return index < 0 ? undefined : words[index + 1];
  };
  const manifest = given("--manifest");
  const out = given("--out");
  return { ...(manifest !== undefined && { manifest }), ...(out !== undefined && { out }) };
}
