import { afterAll, beforeAll } from "vitest";
import { createIsolationRegistry } from "../../../../generated/isolation/registry.js";
import { createIsolation, type Isolation } from "../../../../src/isolation/create-isolation.js";
import type { OpenedBackend } from "../../../isolation/support/backends.js";
import { temporaryFolder } from "../../../support/folders.js";

/** A backend for all tests of a suite: to find out whether it can run here takes a boot of a virtual machine. */
export function sharedBackend(
  id: "gvisor" | "microvm",
  config: () => object | Promise<object>,
): () => OpenedBackend {
  const stateFolder = temporaryFolder();
  const errors: Error[] = [];
  let isolation: Isolation;
  let opened: OpenedBackend;
  beforeAll(async () => {
    isolation = await createIsolation(
      createIsolationRegistry(),
      { backends: { [id]: await config() } },
      { stateFolder, onError: (error) => errors.push(error) },
    );
    const { backend } = await isolation.resolve(id, "oci");
    opened = { backend, stateFolder, errors };
  });
  afterAll(async () => {
    await isolation.close();
  });
  return () => opened;
}
