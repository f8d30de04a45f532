import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { globalOptions } from "../global-options.js";
import { addExamples } from "../help.js";

interface Options {
  readonly modeline?: boolean;
  readonly check?: boolean;
  readonly folder?: string;
}

/** `provc editor [FILE...]`: completion, hovers and faults of config documents in editors. */
export function addEditorCommand(program: Command, context: CliContext): void {
  const command = program
    .command("editor")
    .description(
      "Tell editors which schema describes the document: in VS Code's settings, or in the document.",
    )
    .argument("[files...]", "the documents (default: the names that the manifest gives the document)")
    .option("--modeline", "write into the documents: a comment in YAML, $schema in JSON; any editor reads it")
    .option("--folder <dir>", "the folder that is opened in VS Code (default: the nearest one with .vscode)")
    .option("--check", "write nothing; say what would change, and fail if anything would")
    .action(async (files: readonly string[], { modeline = false, check = false, folder }: Options) => {
      const { associate } = await import("../editor/associate.js");
      await associate(context, {
        ...globalOptions(command),
        files,
        modeline,
        check,
        ...(folder !== undefined && { folder }),
      });
    });
  addExamples(command, [
    ["provc editor", "the document and the manifest, in .vscode/settings.json"],
    ["provc editor --modeline", "in the document, for every editor and everybody"],
    ["provc editor config/staging.yml", "a document of another name"],
  ]);
}
