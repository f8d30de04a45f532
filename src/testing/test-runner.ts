import { wrongVersion } from "../packages/wrong-version.js";

type Vitest = typeof import("vitest");
const purpose = "describeBackendProvider()";

/** Vitest, or why there is none. Whoever needs no test runner can use everything else without it. */
type Loaded = { readonly vitest: Vitest } | { readonly refused: Error };

async function load(): Promise<Loaded> {
  const wrong = wrongVersion(purpose, "vitest");
  if (wrong !== undefined) return { refused: new Error(wrong) };
  try {
    return { vitest: await import("vitest") };
  } catch (cause) {
    const isMissing = (cause as { readonly code?: unknown }).code === "ERR_MODULE_NOT_FOUND";
    const reason = isMissing
      ? 'needs the package "vitest"; install it with: npm install vitest'
      : `needs vitest to run it: ${cause instanceof Error ? cause.message.split("\n")[0] : String(cause)}`;
    return { refused: new Error(`${purpose} ${reason}`, { cause }) };
  }
}

// Tests are declared while their file is loaded, and nobody waits for the call that does it.
const loaded = await load();

/**
 * The test runner that the contract tests are declared with.
 *
 * @throws Error when it is not installed, in a version that is not supported, or does not run this program.
 */
export function testRunner(): Pick<Vitest, "describe" | "test"> {
  if ("refused" in loaded) throw loaded.refused;
  return loaded.vitest;
}
