import { providerWords as wordsInMessages } from "../../src/contract/kind-words.js";
import type { KindModel, ProviderModel } from "../model/model.js";
import { NameAllocator, pascalCase } from "./code.js";

/** Every name that the generated modules of one kind declare. */
export interface KindTypeNames {
  readonly id: string;
  readonly routes: string;
  readonly registry: string;
  readonly configMap: string;
  readonly config: string;
  readonly shared: string;
  /** Keyed form: the type of the map from id to config. */
  readonly providers: string;
  readonly choiceMap: string;
  readonly customChoice: string;
  /** Provider (keyed form only) or virtual id → the type of a choice of it. */
  readonly choices: ReadonlyMap<string, string>;
  readonly idsValue: string;
  readonly kindValue: string;
  readonly tableValue: string;
  readonly createRegistryValue: string;
  readonly registryValue: string;
}

/** The names of a kind; an id such as `custom` gets another name where a fixed one is in its way. */
export function kindTypeNames(kind: KindModel): KindTypeNames {
  const { pascal, camel } = kind.names;
  const fixed = {
    id: `${pascal}Id`,
    routes: `${pascal}Routes`,
    registry: `${pascal}Registry`,
    configMap: `${pascal}ConfigMap`,
    config: `${pascal}Config`,
    shared: `${pascal}Shared`,
    providers: `${pascal}Providers`,
    choiceMap: `${pascal}ChoiceMap`,
    customChoice: `${pascal}CustomChoice`,
  };
  const configTypes = kind.providers.map((provider) => provider.names.configType);
  const allocator = new NameAllocator([...Object.values(fixed), ...configTypes]);
  const choices = new Map<string, string>();
  // In the inline form a provider's config is the choice itself.
  const keyed = kind.config?.form === "keyed" ? kind.providers : [];
  for (const { id, names } of keyed) choices.set(id, allocator.allocate(`${pascal}${names.pascal}Choice`));
  const virtualIds = kind.config ? Object.keys(kind.routing) : [];
  for (const id of virtualIds) choices.set(id, allocator.allocate(`${pascal}${pascalCase(id)}Choice`));
  return {
    ...fixed,
    choices,
    idsValue: `${camel}Ids`,
    kindValue: `${camel}Kind`,
    tableValue: `${camel}Table`,
    createRegistryValue: `create${pascal}Registry`,
    registryValue: `${camel}Registry`,
  };
}

/** The words for a provider of the kind, as in messages, on one line. */
export function providerWords({ id, noun }: KindModel): string {
  return wordsInMessages({ id, noun: noun.replace(/\s+/g, " ") });
}

/** What generated code says above something that belongs to a provider. */
export function providerDocumentation(provider: ProviderModel): string {
  const lines = [
    provider.title === provider.description ? provider.title : `${provider.title}: ${provider.description}`,
  ];
  if (provider.deprecated !== undefined) lines.push("", `@deprecated ${provider.deprecated}`);
  return lines.join("\n");
}
