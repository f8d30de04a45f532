import { Command } from "commander";
import { addAddCommand } from "./commands/add.js";
import { addBuildCommand } from "./commands/build.js";
import { addCodegenCommand } from "./commands/codegen.js";
import { addCompletionCommand } from "./commands/completion.js";
import { addDescribeCommand } from "./commands/describe.js";
import { addDevCommand } from "./commands/dev.js";
import { addEditorCommand } from "./commands/editor.js";
import { addInitCommand } from "./commands/init.js";
import { addIsolationCommand } from "./commands/isolation.js";
import { addListCommand } from "./commands/list.js";
import { addMigrateCommand } from "./commands/migrate.js";
import { addResolveCommand } from "./commands/resolve.js";
import { addServeCommand } from "./commands/serve.js";
import { addValidateCommand } from "./commands/validate.js";
import { addVerifyCommand } from "./commands/verify.js";
import { addVoiceCommand } from "./commands/voice.js";
import type { CliContext } from "./context.js";
import { addGlobalOptions } from "./global-options.js";
import { addExamples } from "./help.js";
import { packageVersion } from "./package-root.js";
import { usageError } from "./usage-error.js";

/**
 * The command line as commander sees it. A command's module holds its definition only; what the
 * command needs to run is imported when it runs, so that start-up costs no more than commander.
 */
export function createProgram(context: CliContext): Command {
  const program = new Command("provc");
  program
    .description(
      "Compiles a manifest of providers to typed registries, config types, JSON Schemas and validators.",
    )
    .version(packageVersion(), "-V, --version")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    })
    .helpCommand("help [command]", "Show the help of a command.")
    .exitOverride();
  addGlobalOptions(program);
  addExamples(program, [
    ["provc init", "start in an empty project"],
    ["provc codegen --check", "fail when the generated files are stale"],
    ["provc validate stagecraft.yml", "check a config document"],
  ]);
  addInitCommand(program, context);
  addCodegenCommand(program, context);
  addValidateCommand(program, context);
  addListCommand(program, context);
  addDescribeCommand(program, context);
  addResolveCommand(program, context);
  addAddCommand(program, context);
  addEditorCommand(program, context);
  addDevCommand(program, context);
  addBuildCommand(program, context);
  addMigrateCommand(program, context);
  addVoiceCommand(program, context);
  addIsolationCommand(program, context);
  addServeCommand(program, context);
  addVerifyCommand(program, context);
  addCompletionCommand(program, context);
  explainErrors(program);
  return program;
}

/** Has every command tell its mistakes in one line, with what it takes. */
function explainErrors(command: Command): void {
  command.configureOutput({ outputError: (text, write) => write(usageError(text, command)) });
  for (const child of command.commands) explainErrors(child);
}
