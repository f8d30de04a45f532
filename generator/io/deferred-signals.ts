const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs synchronous `work` to its end even when a signal asks the process to stop, and lets the signal act
 * afterwards. Signals that the process handles itself reach their handlers as always.
 */
export async function withDeferredSignals<T>(work: () => T): Promise<T> {
  const unhandled = signals.filter((signal) => process.listenerCount(signal) === 0);
  const received = new Set<NodeJS.Signals>();
  const note = (signal: NodeJS.Signals): void => void received.add(signal);
  for (const signal of unhandled) process.on(signal, note);
  try {
    return work();
  } finally {
    // A signal that came during the work is delivered when the event loop next turns.
    await new Promise((resolve) => setImmediate(resolve));
    for (const signal of unhandled) process.off(signal, note);
    for (const signal of received) process.kill(process.pid, signal);
  }
}
