import type { BackendEncoreTsConfig } from "../../../generated/backend/providers/encore-ts.config.js";
import { CommandError } from "../../process/command-error.js";
import { type ExitStatus, signalExitCode } from "../../process/exit-status.js";
import { runCommand } from "../../process/run-command.js";
import { shellText } from "../../process/shell-text.js";
import { formatDuration } from "../../time/duration.js";
import { layerEnvironment } from "../environment.js";
import type { PlanStep, ProviderPlan } from "../plan.js";
import type { DevOptions } from "../provider.js";
import { appEnvironment } from "./app-environment.js";
import { ENCORE, requireEncore, startFailure } from "./encore-command.js";
import { EncoreError } from "./encore-error.js";
import { type EncoreDevSettings, encoreDevSettings } from "./settings.js";
import { secretCommand, syncSecrets } from "./sync-secrets.js";

type Options = DevOptions<BackendEncoreTsConfig>;

/** Encore ends gracefully by SIGINT only; SIGTERM it does not handle. */
const SHUTDOWN = { signal: "SIGINT", timeoutMs: 10_000 } as const;
const READY_LINE = "Encore development server running!";

/** In this order: the binary, the settings, the env files, the secrets, `encore run`. */
export async function runEncore(options: Options): Promise<ExitStatus> {
  const { signal } = options;
  const isAborted = (): boolean => signal?.aborted === true;
  signal?.throwIfAborted();
  requireEncore("dev", layerEnvironment(process.env, options.env), process.cwd());
  const settings = encoreDevSettings(options.config, options);
  const warn = (message: string): void => {
    (options.output?.stderr ?? process.stderr).write(`encore-ts: warning: ${message}\n`);
  };
  const env = appEnvironment(settings, options.env, warn);
  await syncSecrets(settings, { env, signal, warn });
  // Aborted between two commands: nothing runs that could tell how it ended.
  if (isAborted()) return { exitCode: signalExitCode("SIGINT"), signal: "SIGINT" };
  const result = await runCommand({
    command: runArguments(settings),
    cwd: settings.appFolder,
    env,
    stdin: "inherit",
    shutdown: SHUTDOWN,
    ...(options.onReady !== undefined && { onLine: readiness(options.onReady) }),
    ...(options.output !== undefined && { output: options.output }),
    ...(signal !== undefined && { signal }),
  }).catch((error) => {
    throw startFailure("dev", error);
  });
  if (result.forced) {
    const within = formatDuration(SHUTDOWN.timeoutMs);
    throw new CommandError(`process did not exit within ${within}, force killed`, result.exitCode);
  }
  if (result.exitCode !== 0 && !isAborted()) {
    throw new EncoreError({
      operation: "dev",
      category: "DEV_SERVER_FAILED",
      message: "encore dev server failed",
      detail: `exit code: ${result.exitCode}`,
      exitCode: result.exitCode,
    });
  }
  const { exitCode } = result;
  return result.signal === undefined ? { exitCode } : { exitCode, signal: result.signal };
}

/** Says what {@link runEncore} would do. Env files are not read: whether a secret is set is seen when it is run. */
export async function planEncore(options: Options): Promise<ProviderPlan> {
  const settings = encoreDevSettings(options.config, options);
  const { appFolder: folder, envFiles, secretNames, secretTypes } = settings;
  const run = runArguments(settings);
  const steps: PlanStep[] = [
    { name: "CheckEncoreAvailable", description: "Would look for encore in PATH" },
    ...envFiles.map(({ shown }) => ({ name: "ReadEnvFile", description: `Would read env file: ${shown}` })),
    ...secretNames.map((name) => ({
      name: "SetSecret",
      description: `Would set encore secret: ${name} (its value goes to standard input)`,
      command: secretCommand(secretTypes, name),
      folder,
    })),
    {
      name: "RunDevServer",
      description: `Would run: ${shellText(run)}`,
      command: run,
      folder,
      variables: Object.keys(settings.variables).sort(),
    },
  ];
  return { provider: "encore-ts", steps };
}

function runArguments({ listen }: EncoreDevSettings): readonly string[] {
  return [ENCORE, "run", "--watch", "--listen", listen];
}

function readiness(onReady: () => void): (line: string) => void {
  let ready = false;
  return (line) => {
    if (ready || !line.includes(READY_LINE)) return;
    ready = true;
    onReady();
  };
}
