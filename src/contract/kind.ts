/**
 * Plain descriptions of kinds and providers: what the manifest says, without any code.
 * Generated registry modules, `catalogue.json` and the run time all share these shapes.
 */

/** What `register` does with an id that is taken: refuse it, replace the old provider, or keep the old one. */
export type DuplicatePolicy = "error" | "override" | "first";

/** How a choice is written: `{provider: id, providers: {id: {…}}}` or `{engine: id, …own fields}`. */
export type ChoiceForm = "keyed" | "inline";

/** Where in the config document, and in which form, a provider of a kind is chosen. */
export interface ChoicePlacement {
  /** Path of the object that holds the choice; a segment `*` stands for any key of a map. */
  readonly at: readonly string[];
  readonly form: ChoiceForm;
  /** The property that holds the provider's id. */
  readonly selector: string;
  /** Keyed form only: the property that maps an id to its config. */
  readonly map?: string;
  /** The word for what the key at `*` names, as in "for database main". */
  readonly subject?: string;
}

/** The scalar values that routing rules compare. */
export type RoutingValue = string | number | boolean;

/** One row of a decision table: the first row whose conditions all hold decides. */
export interface RoutingRule {
  /** Input name → accepted values. Absent in the last row, which takes everything else. */
  readonly when?: { readonly [input: string]: readonly RoutingValue[] };
  /** The provider that this row picks. */
  readonly use: string;
}

/** The decision table behind one virtual id (such as `auto`). */
export interface RoutingTable {
  /** The closed set of values of each input, where the manifest declares one. */
  readonly inputs?: { readonly [input: string]: readonly RoutingValue[] };
  readonly rules: readonly RoutingRule[];
}

/** What the manifest says of a kind. */
export interface KindDescription {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The word for a provider of this kind in messages, such as "provider" or "engine". */
  readonly noun: string;
  /** Absent when providers of this kind are not chosen in a config document. */
  readonly config?: ChoicePlacement;
  readonly onDuplicate: DuplicatePolicy;
  /** Virtual id → decision table. */
  readonly routing: { readonly [virtualId: string]: RoutingTable };
}

/** What a provider needs from the outside: npm packages (name → version range) and commands on the PATH. */
export interface ProviderRequirements {
  readonly npm: { readonly [packageName: string]: string };
  readonly commands: readonly string[];
}

/** What the manifest (or a definition object) says of a provider. */
export interface ProviderDescription {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly capabilities: { readonly [name: string]: unknown };
  readonly requires: ProviderRequirements;
  /** What to use instead, for a provider that should no longer be chosen. */
  readonly deprecated?: string;
}
