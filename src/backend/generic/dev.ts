import { resolve } from "node:path";
import type { BackendGenericConfig } from "../../../generated/backend/providers/generic.config.js";
import { CommandError } from "../../process/command-error.js";
import type { ExitStatus } from "../../process/exit-status.js";
import { type CommandResult, type RunCommandOptions, runCommand } from "../../process/run-command.js";
import { shellText } from "../../process/shell-text.js";
import { formatDuration } from "../../time/duration.js";
import { layerEnvironment } from "../environment.js";
import type { PlanStep, ProviderPlan } from "../plan.js";
import type { DevOptions } from "../provider.js";
import { type DevSettings, devSettings } from "./settings.js";

/** Runs `dev.command` until it ends or is aborted. */
export async function runDevCommand(options: DevOptions<BackendGenericConfig>): Promise<ExitStatus> {
  const settings = devSettings(options.config);
  const readiness = watchReadiness(settings, options.onReady);
  const result = await runCommand({
    command: settings.command,
    cwd: devFolder(options, settings),
    env: layerEnvironment(process.env, options.env, settings.env),
    stdin: "inherit",
    ...readiness.hooks,
    ...(options.output === undefined ? {} : { output: options.output }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    shutdown: settings.shutdown,
  }).catch((error) => {
    if (!CommandError.isInstance(error)) throw error;
    throw new CommandError(`generic provider: ${error.message}`, error.exitCode, { cause: error });
  });
  return judge(result, settings, readiness.isReady() || options.signal?.aborted === true);
}

/** Says what {@link runDevCommand} would run. */
export async function planDevCommand(options: DevOptions<BackendGenericConfig>): Promise<ProviderPlan> {
  const settings = devSettings(options.config);
  const { command, readyPattern, shutdown } = settings;
  const steps: PlanStep[] = [
    {
      name: "RunCommand",
      description: `Would run: ${shellText(command)}`,
      command,
      folder: devFolder(options, settings),
      variables: Object.keys(settings.env).sort(),
    },
  ];
  if (readyPattern !== undefined) {
    steps.push({
      name: "AwaitReadiness",
      description: `Would wait for a line that matches ${JSON.stringify(readyPattern.source)}`,
    });
  }
  const within = formatDuration(shutdown.timeoutMs);
  steps.push({
    name: "Shutdown",
    description: `Would end it with ${shutdown.signal}, and kill it after ${within}`,
  });
  return { provider: "generic", steps };
}

function devFolder(options: DevOptions<BackendGenericConfig>, { workdir }: DevSettings): string {
  return resolve(options.baseDir ?? process.cwd(), workdir ?? options.workDir);
}

/** Turns the end of the command into a status, or into the error that the user must hear of. */
function judge(result: CommandResult, settings: DevSettings, wasReady: boolean): ExitStatus {
  if (result.forced) {
    const within = formatDuration(settings.shutdown.timeoutMs);
    throw new CommandError(`process did not exit within ${within}, force killed`, result.exitCode);
  }
  if (!wasReady) throw new CommandError("process exited before ready pattern found", result.exitCode || 1);
  const { exitCode, signal } = result;
  return signal === undefined ? { exitCode } : { exitCode, signal };
}

interface Readiness {
  readonly hooks: Pick<RunCommandOptions, "onLine" | "onStart">;
  isReady(): boolean;
}

/** Without a pattern the command is ready once it runs, and its output need not be read at all. */
function watchReadiness({ readyPattern }: DevSettings, onReady: (() => void) | undefined): Readiness {
  let ready = false;
  const becomeReady = (): void => {
    if (ready) return;
    ready = true;
    onReady?.();
  };
  const hooks =
    readyPattern === undefined
      ? { onStart: becomeReady }
      : {
          onLine: (line: string): void => {
            if (!ready && readyPattern.test(line)) becomeReady();
          },
        };
  return { hooks, isReady: () => ready };
}
