import { setImmediate } from "node:timers/promises";

/** Lets the event loop look for signals and connections once; promises alone never give it a turn. */
export async function letSignalsIn(): Promise<void> {
  // The first may be reached without passing the phase in which the loop looks; between two of them it certainly does.
  await setImmediate();
  await setImmediate();
}
