import { stripVTControlCharacters } from "node:util";
import { captureCommand } from "../../process/capture-command.js";
import { ENCORE, startFailure } from "./encore-command.js";
import { EncoreError } from "./encore-error.js";
import type { EncoreDevSettings } from "./settings.js";

/** Where secrets are taken from, and how the user hears of those that are not there. */
export interface SecretSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
  readonly warn: (message: string) => void;
}

const MOST_DETAIL_BYTES = 500;

/** The command that sets one secret. Its value is no part of it: `encore` reads it from its standard input. */
export function secretCommand(types: readonly string[], name: string): readonly string[] {
  return [ENCORE, "secret", "set", ...types.flatMap((type) => ["--type", type]), name];
}

/**
 * Sets the secrets in the order of the config. One that is unset or empty is skipped with a warning, because `encore`
 * would set an empty one. The first failure ends it.
 */
export async function syncSecrets(
  { appFolder, secretNames, secretTypes }: EncoreDevSettings,
  { env, signal, warn }: SecretSurroundings,
): Promise<void> {
  const values = secretNames.flatMap((name) => env[name] || []);
  for (const name of secretNames) {
    const value = env[name] ?? "";
    if (value === "") {
      warn(`Missing environment variable for secret sync: ${name}`);
      continue;
    }
    const result = await captureCommand({
      command: secretCommand(secretTypes, name),
      cwd: appFolder,
      env,
      stdin: { text: value },
      ...(signal !== undefined && { signal }),
    }).catch((error) => {
      throw startFailure("dev", error);
    });
    if (signal?.aborted === true) return;
    if (result.exitCode === 0) continue;
    throw new EncoreError({
      operation: "dev",
      category: "SECRET_SYNC_FAILED",
      message: `setting encore secret ${name}`,
      detail: detailOf(result.stderr, values) || `exit status ${result.exitCode}`,
      exitCode: result.exitCode,
    });
  }
}

/** What a command complains of, on one line, without the secrets that it may have been told. */
function detailOf(stderr: string, secrets: readonly string[]): string {
  let text = stderr;
  // The longest first: a shorter one may be a part of it.
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) {
    for (const shape of new Set([secret, secret.trim(), JSON.stringify(secret).slice(1, -1)])) {
      if (shape !== "") text = text.replaceAll(shape, "***");
    }
  }
  const line = stripVTControlCharacters(text)
    .replaceAll(/\s*[\r\n]+\s*/g, " ")
    .trim();
  const bytes = Buffer.from(line);
  if (bytes.length <= MOST_DETAIL_BYTES) return line;
  return `${bytes
    .subarray(0, MOST_DETAIL_BYTES)
    .toString("utf8")
    .replace(/\ufffd+$/, "")}...`;
}
