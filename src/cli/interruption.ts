import { signalExitCode } from "../process/exit-status.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What came of an action that the user could interrupt. */
export interface Interruptible<Result> {
  readonly result: Result;
  /** The signal that asked it to end, if one did. */
  readonly signal?: NodeJS.Signals;
}

/**
 * Runs an action whose end the user can ask for: the first SIGINT, SIGTERM or SIGHUP aborts the action's signal, the
 * second ends this process at once, and with it every process group that it has started.
 */
export async function interruptible<Result>(
  action: (signal: AbortSignal) => Promise<Result>,
): Promise<Interruptible<Result>> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (received !== undefined) process.exit(signalExitCode(signal));
    received = signal;
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    const result = await action(controller.signal);
    return received === undefined ? { result } : { result, signal: received };
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
