import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";
import { type DocumentPath, toPointer } from "../source/json-pointer.js";
import { declaredFields } from "./declared-fields.js";
import { forEachSubschema, isSchemaObject } from "./schema-keywords.js";
import { referenceOf } from "./schema-reference.js";
import { schemasAt, walkSchema } from "./schema-walker.js";

/** Knows which parts of a value must not be shown: what any branch of its schema calls a secret, and all below it. */
export class SecretPlaces {
  readonly #root: JsonSchema;
  readonly #value: unknown;
  #pointers: ReadonlySet<string> | undefined;

  constructor(root: JsonSchema, value: unknown) {
    this.#root = root;
    this.#value = value;
  }

  /** Whether nothing of the value at a path may be shown: it is a secret, is inside one, or should hold one. */
  hides(path: DocumentPath): boolean {
    if (!mayHoldSecret(this.#root, this.#root)) return false;
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
    for (let length = 0; length <= path.length; length++) {
      if (this.#secrets().has(toPointer(path.slice(0, length)))) return path.slice(0, length);
    }
    return undefined;
  }

  #secrets(): ReadonlySet<string> {
    if (this.#pointers === undefined) {
      const pointers = new Set<string>();
      for (const { path, schemas } of walkSchema(this.#root, this.#value, "every")) {
        if (schemas.some((schema) => schema["x-secret"] === true)) pointers.add(toPointer(path));
      }
      this.#pointers = pointers;
    }
    return this.#pointers;
  }
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
