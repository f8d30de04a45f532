import { ProviderLoadError } from "../../errors/provider-load-error.js";
import type { IsolationBackendProvider } from "../../isolation/backend.js";
import { createIsolation, type Isolation, type IsolationFields } from "../../isolation/create-isolation.js";
import { IsolationError } from "../../isolation/isolation-error.js";
import type { Registry } from "../../registry/registry-types.js";
import { type CliContext, CommandFailure } from "../context.js";
import type { OpenedDocument } from "../open-document.js";
import type { Workspace } from "../workspace.js";

const KIND = "isolation";

/** The backends of the project, with the config of its document; undefined when it has no such kind. */
export async function serveIsolation(
  context: CliContext,
  workspace: Workspace,
  opened: OpenedDocument | undefined,
): Promise<Isolation | undefined> {
  const registry = workspace.registries.get(KIND);
  if (registry === undefined) return undefined;
  // Manifests of other projects may give a kind of this name another contract.
  for (const id of registry.ids()) {
    const provider = await registry.get(id).catch((error: unknown) => {
      if (ProviderLoadError.isInstance(error)) return undefined;
      throw error;
    });
    // One that cannot be loaded is listed as not available.
    if (provider === undefined) continue;
    if (typeof (provider as Partial<IsolationBackendProvider>).create === "function") continue;
    context.stderr.write(
      `provc: ${KIND} ${JSON.stringify(id)} makes no backends: there is nothing to run workloads on\n`,
    );
    return undefined;
  }
  const fields = (opened?.document.value as { readonly isolation?: IsolationFields } | undefined)?.isolation;
  try {
    return (await createIsolation(registry as unknown as Registry<IsolationBackendProvider>, fields ?? {}, {
      baseDir: opened?.folder ?? workspace.root,
      onError: (error) => context.stderr.write(`provc: ${error.message}\n`),
    })) as Isolation;
  } catch (error) {
    if (IsolationError.isInstance(error)) throw new CommandFailure(error.message);
    throw error;
  }
}

/** Has every backend clear away what an earlier process has left, and says which of them cannot run here. */
export async function probeBackends(context: CliContext, isolation: Isolation): Promise<void> {
  for (const { name, availability } of await isolation.list()) {
    if (availability.available) continue;
    context.stderr.write(`provc: backend ${JSON.stringify(name)} is not available: ${availability.reason}\n`);
  }
}
