import type { DocumentChoice } from "../document/document-result.js";
import { ProvcError } from "../errors/provc-error.js";
import type { AnyRegistry } from "../registry/registry-types.js";
import { CommandFailure } from "./context.js";

/** A provider that a document chooses, loaded. */
export interface ChosenProvider<Provider> {
  readonly id: string;
  readonly provider: Provider;
  readonly config: unknown;
}

/**
 * Loads the provider of a choice; a virtual id such as `auto` is resolved first. `methods` are those of the kind's
 * contract that the command is going to call: manifests of other projects may give the kind another one.
 */
export async function loadChosen<Provider>(
  registry: AnyRegistry,
  choice: DocumentChoice,
  methods: readonly (keyof Provider & string)[],
): Promise<ChosenProvider<Provider>> {
  try {
    const id = choice.virtual ? registry.resolve(choice.id).id : choice.id;
    const config = choice.configs === undefined ? choice.config : choice.configs.get(id);
    const provider = (await registry.get(id)) as Provider;
    const missing = methods.find((method) => typeof provider?.[method] !== "function");
    if (missing === undefined) return { id, provider, config };
    const { kind } = registry;
    throw new CommandFailure(`${kind.id} ${kind.noun} ${JSON.stringify(id)} has no method ${missing}`);
  } catch (error) {
    if (ProvcError.isInstance(error)) throw new CommandFailure((error as Error).message);
    throw error;
  }
}
