import type { KindDescription } from "../../contract/kind.js";
import type { ListedBackend } from "../../isolation/create-isolation.js";
import type { AnyRegistry } from "../../registry/registry-types.js";
import { lookForRequirements, type ShownAvailability } from "./availability.js";
import { shownSchema } from "./shown-schema.js";

/** What the catalogue is made from. */
export interface CatalogueSources {
  readonly registries: readonly AnyRegistry[];
  /** The kind whose backends are asked whether they can run. */
  readonly isolationKind: string;
  readonly listBackends: () => Promise<readonly ListedBackend[]>;
  /** A config that validates, where the schema has no example of its own. */
  readonly exampleOf: (kind: string, id: string) => unknown;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What is said of a kind, in the order in which it is shown. */
export function kindView({ id, title, description, noun, config, routing }: KindDescription): object {
  return { id, title, description, noun, ...(config && { config }), routing: inOrder(routing) };
}

/** The kinds, sorted, each with the ids of its providers. */
export function kindViews({ registries }: CatalogueSources): object[] {
  return [...registries]
    .sort(({ kind: a }, { kind: b }) => (a.id < b.id ? -1 : 1))
    .map((registry) => ({ ...kindView(registry.kind), providers: registry.ids() }));
}

/** All that is known of a kind's providers. Loads their validators, but none of them. */
export async function providerViews(registry: AnyRegistry, sources: CatalogueSources): Promise<object[]> {
  const backends = registry.kind.id === sources.isolationKind ? await sources.listBackends() : [];
  return await Promise.all(
    registry.list().map(async ({ id, title, description, capabilities, requires, deprecated }) => {
      const { schema } = await registry.checker(id);
      const backend = backends.find(({ name }) => name === id);
      const example = sources.exampleOf(registry.kind.id, id) ?? (await exampleIn(schema, registry, id));
      return {
        ...{ id, title, description },
        capabilities: inOrder(backend?.capabilities ?? capabilities),
        requires: { commands: requires.commands, npm: inOrder(requires.npm) },
        ...(deprecated !== undefined && { deprecated }),
        availability: backend ? shown(backend) : lookForRequirements(requires, sources.folder, sources.env),
        ...(schema !== undefined && { schema: shownSchema(schema) }),
        ...(example !== undefined && { example }),
      };
    }),
  );
}

function shown({ availability }: ListedBackend): ShownAvailability {
  if (availability.available) return { status: "available", details: availability.details };
  return { status: "unavailable", reason: availability.reason };
}

/** The example of a schema, if it is a whole config: a kind may ask for more than the provider's own fields. */
async function exampleIn(schema: unknown, registry: AnyRegistry, id: string): Promise<unknown> {
  const examples = (schema as { readonly examples?: unknown } | undefined)?.examples;
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
  return example !== undefined && (await registry.validate(id, example)).valid ? example : undefined;
}

/** Keys sorted by code unit, so that equal values are equal texts. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item)]));
}
