import { Argument, type Command } from "commander";
import type { Shell } from "../completion/scripts.js";
import type { CliContext } from "../context.js";
import { addExamples } from "../help.js";

/** `provc completion SHELL`: prints a script that makes a shell complete commands, options, kinds and ids. */
export function addCompletionCommand(program: Command, context: CliContext): void {
  const command = program
    .command("completion")
    .description("Print a script that makes your shell complete commands, options, kinds and ids.")
    .addArgument(new Argument("<shell>", "the shell").choices(["bash", "fish", "zsh"]))
    .action(async (shell: Shell) => {
      const { completionScript } = await import("../completion/scripts.js");
      context.stdout.write(completionScript(shell));
    });
  addExamples(command, [
    ['eval "$(provc completion bash)"', "in ~/.bashrc"],
    ['eval "$(provc completion zsh)"', "in ~/.zshrc, after compinit"],
    ["provc completion fish > ~/.config/fish/completions/provc.fish", "once"],
  ]);
}
