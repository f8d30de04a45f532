import type { VoiceBackendProvider, VoiceHealth } from "../../voice/backend.js";
import { type VoiceFields, voiceSettings } from "../../voice/settings.js";
import { VoiceError } from "../../voice/voice-error.js";
import { loadChosen } from "../chosen-provider.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { openDocument } from "../open-document.js";
import { writeJson } from "../output/json-output.js";

const KIND = "voice";

export interface CheckVoiceOptions extends DocumentOptions {
  readonly json: boolean;
}

/** Prints how the document's voice backend is doing; ends with 1 when it cannot be used. */
export async function checkVoice(context: CliContext, options: CheckVoiceOptions): Promise<void> {
  const { workspace, document } = await openDocument(context, options);
  const registry = workspace.registries.get(KIND);
  if (registry === undefined) throw new CommandFailure(`this project has no kind "${KIND}"`);
  const choice = document.choices.find(({ kind }) => kind === KIND);
  if (choice === undefined) throw new CommandFailure(`no voice configuration found in ${document.file}`);
  const { id, provider, config } = await loadChosen<VoiceBackendProvider>(registry, choice, ["create"]);
  const problems = provider.validate?.(config) ?? [];
  if (problems.length > 0)
    throw new CommandFailure(problems.map((problem) => `${document.file}: ${problem}`).join("; "));
  const health = await ask(provider, config, fieldsOf(document.value));
  if (options.json) writeJson(context, { provider: id, ...health });
  else context.stdout.write(`${healthLine(id, health)}\n`);
  context.exitCode = health.status === "unhealthy" ? exitCodes.findings : exitCodes.ok;
}

async function ask(
  provider: VoiceBackendProvider,
  config: unknown,
  fields: VoiceFields,
): Promise<VoiceHealth> {
  try {
    const backend = provider.create(config, { settings: voiceSettings(fields) });
    const health = await backend.health();
    await backend.stop();
    return health;
  } catch (error) {
    if (VoiceError.isInstance(error)) throw new CommandFailure(error.message);
    throw error;
  }
}

function healthLine(id: string, { status, reasons }: VoiceHealth): string {
  return reasons.length === 0 ? `${id}: ${status}` : `${id}: ${status}: ${reasons.join("; ")}`;
}

/** The fields beside the selector; the document is valid. */
function fieldsOf(document: unknown): VoiceFields {
  return ((document as { readonly [KIND]?: VoiceFields } | undefined)?.[KIND] ?? {}) as VoiceFields;
}
