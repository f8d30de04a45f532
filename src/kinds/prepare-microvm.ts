import type { PreparedMicrovm, PrepareOptions } from "../isolation/microvm/prepare.js";

/**
 * Fetches a kernel and makes the root file systems of the runtimes, both from the packages of this machine's Debian: they are
 * unpacked, not installed, and nothing outside the state folder changes.
 *
 * @throws Error with the last line of the command that failed.
 */
export async function prepareMicrovm(options: PrepareOptions = {}): Promise<PreparedMicrovm> {
  // Most programs with the kind never prepare anything.
  const module = await import("../isolation/microvm/prepare.js");
  return await module.prepareMicrovm(options);
}
