import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { addDocumentOptions, documentOptions } from "../global-options.js";
import { addExamples } from "../help.js";

/** `provc voice check`: asks the document's voice backend whether it can be used. */
export function addVoiceCommand(program: Command, context: CliContext): void {
  const voice = program.command("voice").description("Work with the voice backend of the config document.");
  const check = voice
    .command("check")
    .description("Prove that the vendor can be reached and accepts the credentials, without a session.")
    .option("--json", "print JSON")
    .action(async ({ json = false }: { json?: boolean }) => {
      const { checkVoice } = await import("../voice/check-voice.js");
      await checkVoice(context, { ...documentOptions(check), json });
    });
  addExamples(voice, [["provc voice check", "can the configured vendor be used?"]]);
  addDocumentOptions(check);
  addExamples(check, [
    ["provc voice check", "one line; ends with 1 when the backend cannot be used"],
    ["provc voice check --json", "for programs"],
  ]);
}
