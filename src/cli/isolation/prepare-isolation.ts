import { type PreparedMicrovm, prepareMicrovm } from "../../isolation/microvm/prepare.js";
import { signalExitCode } from "../../process/exit-status.js";
import { type CliContext, CommandFailure } from "../context.js";
import { interruptible } from "../interruption.js";

export interface PrepareIsolationOptions {
  readonly state?: string;
  readonly runtime?: readonly ("node" | "python")[];
  readonly refresh?: boolean;
}

/** Makes what micro VMs need, telling each step, and prints where it is. */
export async function prepareIsolation(context: CliContext, options: PrepareIsolationOptions): Promise<void> {
  const { state, runtime, refresh = false } = options;
  const { result, signal } = await interruptible((aborted) =>
    prepareMicrovm({
      baseDir: context.cwd,
      refresh,
      signal: aborted,
      onStep: (step) => context.stderr.write(`${step}\n`),
      ...(state !== undefined && { stateFolder: state }),
      ...(runtime !== undefined && { runtimes: runtime }),
    }).catch((error: Error) => error),
  );
  if (signal !== undefined) {
    context.exitCode = signalExitCode(signal);
    return;
  }
  if (result instanceof Error) throw new CommandFailure(result.message);
  context.stdout.write(preparedText(result));
}

function preparedText({ kernel, roots }: PreparedMicrovm): string {
  const rows = [["kernel", kernel], ...Object.entries(roots)];
  return rows.map(([name, place]) => `${name}: ${place}\n`).join("");
}
