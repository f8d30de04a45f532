import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import type { DocumentPath } from "../../source/json-pointer.js";
import { forEachSubschema, isSchemaObject } from "../schema-keywords.js";
import { referenceOf } from "../schema-reference.js";
import { declaredFields } from "./declared-fields.js";
import { schemasAt } from "./schema-walker.js";

/** Knows which parts of a value must not be shown: what any branch of its schema calls a secret, and all below it. */
export class SecretPlaces {
  readonly #root: JsonSchema;
  readonly #value: unknown;
  readonly #mayBe: boolean;

  constructor(root: JsonSchema, value: unknown) {
    this.#root = root;
    this.#value = value;
    this.#mayBe = hasSecrets(root);
  }

  /** Whether nothing of the value at a path may be shown: it is a secret, is inside one, or should hold one. */
  hides(path: DocumentPath): boolean {
    if (!this.#mayBe) return false;
    if (this.secretAbove(path) !== undefined) return true;
    return schemasAt(this.#root, this.#value, path, "every").some((schema) =>
      mayHoldSecret(this.#root, schema),
    );
  }

  /**
   * The part of a path that may be shown: inside a secret, keys that its schema does not name belong to the secret.
   */
  visible(path: DocumentPath): DocumentPath {
    const secret = this.secretAbove(path);
    if (secret === undefined) return path;
    let length = secret.length;
    while (length < path.length) {
      const key = path[length];
      const schemas = schemasAt(this.#root, this.#value, path.slice(0, length), "every");
      const known =
        typeof key === "number" ||
        schemas.some((schema) => declaredFields(this.#root, schema).names.has(key as string));
      if (!known) break;
      length++;
    }
    return path.slice(0, length);
  }

  /** The path of the secret that a path leads to or into; undefined when it does neither. */
  secretAbove(path: DocumentPath): DocumentPath | undefined {
    if (!this.#mayBe) return undefined;
    for (let length = 0; length <= path.length; length++) {
      const above = path.slice(0, length);
      const schemas = schemasAt(this.#root, this.#value, above, "every");
      if (schemas.some((schema) => schema["x-secret"] === true)) return above;
    }
    return undefined;
  }
}

/** Schemas that have been searched; they do not change. */
const searched = new WeakMap<JsonSchemaObject, boolean>();

function hasSecrets(root: JsonSchema): boolean {
  if (!isSchemaObject(root)) return false;
  let found = searched.get(root);
  if (found === undefined) {
    found = mayHoldSecret(root, root);
    searched.set(root, found);
  }
  return found;
}

/** Whether a schema calls anything a secret, at any depth. */
export function mayHoldSecret(root: JsonSchema, schema: JsonSchema): boolean {
  const seen = new Set<JsonSchemaObject>();
  const search = (current: JsonSchema | undefined): boolean => {
    if (!isSchemaObject(current) || seen.has(current)) return false;
    seen.add(current);
    if (current["x-secret"] === true) return true;
    let found = search(referenceOf(root, current));
    forEachSubschema(current, (subschema, keyword) => {
      // A definition that nothing refers to has no part in the value.
      if (keyword !== "$defs" && keyword !== "definitions") found ||= search(subschema);
    });
    return found;
  };
  return search(schema);
}
