import { setTimeout as delay } from "node:timers/promises";

/** Waits for a condition that another process brings about; fails after a time that no healthy run needs. */
export async function waitUntil(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1800; tries++) {
    if (await condition()) return;
    await delay(25);
  }
  throw new Error(`waited in vain until ${what}`);
}
