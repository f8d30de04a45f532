import { onTestFinished } from "vitest";
import { createIsolationRegistry } from "../../../generated/isolation/registry.js";
import type { IsolationBackend } from "../../../src/isolation/backend.js";
import { createIsolation } from "../../../src/isolation/create-isolation.js";
import { temporaryFolder } from "../../support/folders.js";

export interface OpenedBackend {
  readonly backend: IsolationBackend;
  readonly stateFolder: string;
  /** What was reported beside results. */
  readonly errors: readonly Error[];
}

/** A backend with a state folder of its own, for one test. */
export async function openBackend(
  id: "isolate" | "gvisor" | "microvm",
  config: object = {},
  stateFolder: string = temporaryFolder(),
  baseDir: string = process.cwd(),
): Promise<OpenedBackend> {
  const errors: Error[] = [];
  const isolation = await createIsolation(
    createIsolationRegistry(),
    { backends: { [id]: config } },
    { stateFolder, baseDir, onError: (error) => errors.push(error) },
  );
  onTestFinished(() => isolation.close());
  const runtime = { isolate: "node", gvisor: "oci", microvm: "go" }[id];
  const { backend } = await isolation.resolve(id, runtime);
  return { backend, stateFolder, errors };
}
