import { setTimeout as pause } from "node:timers/promises";

/** Waits until something holds; fails after a while. */
export async function eventually(condition: () => boolean, timeoutMs = 5000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`it never came about: ${condition.toString()}`);
    await pause(5);
  }
}
