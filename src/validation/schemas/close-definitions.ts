import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import { fromPointer } from "../../source/json-pointer.js";
import { byCodeUnit, equalJson } from "../json-value.js";
import { mapSubschemas } from "../schema-keywords.js";
import { resolveReference } from "../schema-reference.js";

/**
 * What happens to a schema: it is closed; it is a part of an object that is closed as a whole, with some children that
 * stay open; or it is left as it is, at every depth.
 */
export type ClosingMode =
  | { readonly kind: "closed" }
  | { readonly kind: "part"; readonly openChildren: ReadonlySet<string> }
  | { readonly kind: "untouched" };

/** One definition in one mode. */
interface Variant {
  readonly reference: string;
  readonly mode: ClosingMode;
  readonly modeKey: string;
  /** Stands in a `$ref` until the final name is known. */
  readonly placeholder: string;
  schema?: JsonSchema;
  /** The schema is what stands at the reference anyway. */
  inPlace?: boolean;
}

/**
 * Keeps track of the modes in which definitions are needed. A definition that is needed in several modes, with
 * different results, is written once for each.
 */
export class DefinitionVariants {
  readonly #root: JsonSchemaObject;
  readonly #transform: (schema: JsonSchema, mode: ClosingMode) => JsonSchema;
  readonly #variants = new Map<string, Variant>();

  constructor(root: JsonSchemaObject, transform: (schema: JsonSchema, mode: ClosingMode) => JsonSchema) {
    this.#root = root;
    this.#transform = transform;
  }

  /** Asks for the target of the schema's `$ref` in a mode; the `$ref` is final only after `write`. */
  link(schema: JsonSchemaObject, mode: ClosingMode): JsonSchemaObject {
    if (typeof schema.$ref !== "string" || resolveReference(this.#root, schema.$ref) === undefined)
      return schema;
    const reference = canonical(schema.$ref);
    if (mode.kind === "closed" && !isDefinition(reference)) {
      this.#closeOwner(reference);
      return schema;
    }
    return { ...schema, $ref: this.#request(reference, mode).placeholder };
  }

  /** The whole schema with its definitions, every `$ref` pointing at the variant that it needs. */
  write(root: JsonSchemaObject): JsonSchemaObject {
    if (this.#variants.size === 0) return root;
    // Transforming one definition may ask for others; the map grows while it is walked.
    for (const variant of this.#variants.values()) {
      const target = resolveReference(this.#root, variant.reference) ?? true;
      variant.schema = this.#transform(target, variant.mode);
      if (isDefinition(variant.reference)) continue;
      variant.inPlace = equalJson(variant.schema, this.#transform(target, { kind: "closed" }));
      if (variant.inPlace) this.#closeOwner(variant.reference);
    }
    const names = new Map<string, string>();
    const replaced = new Map<string, JsonSchema>();
    const added: [string, JsonSchema][] = [];
    const taken = new Set(Object.keys(root.$defs ?? {}));
    for (const variants of this.#byReference()) {
      const distinct: Variant[] = [];
      for (const variant of variants) {
        const twin = distinct.find((other) => equalJson(other.schema, variant.schema));
        if (twin === undefined) distinct.push(variant);
        const known = twin && names.get(twin.placeholder);
        if (known !== undefined) {
          names.set(variant.placeholder, known);
        } else if (variant.inPlace === true) {
          names.set(variant.placeholder, written(variant.reference));
        } else if (distinct.length === 1 && isDefinition(variant.reference)) {
          names.set(variant.placeholder, written(variant.reference));
          replaced.set(variant.reference, variant.schema ?? true);
        } else {
          const name = freeName(`${lastKey(variant.reference)}Open`, taken);
          names.set(variant.placeholder, written(`#/$defs/${escapeKey(name)}`));
          added.push([name, variant.schema ?? true]);
        }
      }
    }
    const definitions = added.length === 0 ? {} : { $defs: { ...root.$defs, ...Object.fromEntries(added) } };
    const whole = mapSubschemas({ ...root, ...definitions }, (schema, keyword, key) =>
      keyword === "$defs" || keyword === "definitions"
        ? (replaced.get(`#/${keyword}/${escapeKey(String(key))}`) ?? schema)
        : schema,
    );
    return setReferences(whole, names) as JsonSchemaObject;
  }

  /** A target inside a definition is closed together with the definition, which has to be asked for. */
  #closeOwner(reference: string): void {
    const owner = /^(#\/(?:\$defs|definitions)\/[^/]+)\//.exec(reference)?.[1];
    if (owner !== undefined) this.#request(owner, { kind: "closed" });
  }

  #request(reference: string, mode: ClosingMode): Variant {
    const modeKey =
      mode.kind === "part" ? `part ${JSON.stringify([...mode.openChildren].sort(byCodeUnit))}` : mode.kind;
    const key = `${modeKey} ${reference}`;
    const known = this.#variants.get(key);
    if (known !== undefined) return known;
    const variant: Variant = {
      reference,
      mode,
      modeKey,
      placeholder: `#provc-variant:${this.#variants.size}`,
    };
    this.#variants.set(key, variant);
    return variant;
  }

  /** Variants by definition; the closed one sorts first and keeps the definition's name. */
  #byReference(): Variant[][] {
    const groups = new Map<string, Variant[]>();
    for (const variant of this.#variants.values()) {
      groups.set(variant.reference, [...(groups.get(variant.reference) ?? []), variant]);
    }
    return [...groups]
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([, variants]) => variants.sort((a, b) => byCodeUnit(a.modeKey, b.modeKey)));
  }
}

/** Whether a reference names a definition at the top of the schema. */
function isDefinition(reference: string): boolean {
  return /^#\/(?:\$defs|definitions)\/[^/]+$/.test(reference);
}

/** One spelling for each definition: `#/$defs/a%20b` is `#/$defs/a b`. */
function canonical(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

/** The reference as it stands in a schema, where it is part of a URI. */
function written(reference: string): string {
  return `#${encodeURI(reference.slice(1)).replaceAll("#", "%23")}`;
}

function lastKey(reference: string): string {
  return fromPointer(reference.slice(1)).at(-1) ?? "schema";
}

function escapeKey(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}${number}`;
  taken.add(free);
  return free;
}

function setReferences(schema: JsonSchema, names: ReadonlyMap<string, string>): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const mapped = mapSubschemas(schema, (part) => setReferences(part, names));
  const reference = mapped.$ref === undefined ? undefined : names.get(mapped.$ref);
  return reference === undefined ? mapped : { ...mapped, $ref: reference };
}
