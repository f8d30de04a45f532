import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import type { DocumentPath } from "../../../src/source/json-pointer.js";
import { type SchemaPlace, walkSchema } from "../../../src/validation/schemas/schema-walker.js";
import { compositionFaults } from "./composition-faults.js";
import type { FaultMaker } from "./fault-place.js";
import { listFaults } from "./list-faults.js";
import { objectFaults } from "./object-faults.js";
import { REMOVED, replaceAt } from "./place-value.js";
import type { Random } from "./random.js";
import { junk, scalarFaults } from "./scalar-faults.js";

const makers: ReadonlyMap<string, FaultMaker> = new Map([
  ...scalarFaults,
  ...listFaults,
  ...objectFaults,
  ...compositionFaults,
]);

/** A value with one thing changed, and what the change was about. */
export interface Mutant {
  readonly value: unknown;
  readonly keyword: string;
  readonly path: DocumentPath;
}

/** Places deeper than this are not looked at: a value of a recursive schema has ever more of them. */
const DEEPEST = 12;

/**
 * Changes values in one place each. Every keyword of every subschema gets its turn, those that had fewest first, and each
 * turn takes the keyword's next fault, so that all boundaries are visited however the random numbers fall.
 */
export class Mutator {
  readonly #root: JsonSchema;
  readonly #random: Random;
  readonly #strangeNames: readonly string[];
  readonly #turns = new Map<JsonSchemaObject, Map<string, number>>();

  constructor(root: JsonSchema, random: Random, strangeNames: readonly string[]) {
    this.#root = root;
    this.#random = random;
    this.#strangeNames = strangeNames;
  }

  mutate(value: unknown): Mutant {
    const places = [...walkSchema(this.#root, value, "every")].filter(({ path }) => path.length <= DEEPEST);
    return (
      (this.#random.chance(0.85) ? this.#keywordFault(value, places) : undefined) ??
      this.#anyFault(value, places)
    );
  }

  #keywordFault(value: unknown, places: readonly SchemaPlace[]): Mutant | undefined {
    let best: { place: SchemaPlace; schema: JsonSchemaObject; keyword: string } | undefined;
    let fewest = Number.POSITIVE_INFINITY;
    for (const place of places) {
      if (!place.present) continue;
      for (const schema of place.schemas) {
        for (const keyword of Object.keys(schema)) {
          const turns = makers.has(keyword) ? this.#turnsOf(schema, keyword) : Number.POSITIVE_INFINITY;
          if (turns < fewest) {
            fewest = turns;
            best = { place, schema, keyword };
          }
        }
      }
    }
    if (best === undefined) return undefined;
    const { place, schema, keyword } = best;
    this.#turns.get(schema)?.set(keyword, fewest + 1);
    const faults = makers.get(keyword)?.({
      root: this.#root,
      schema,
      value: place.value,
      random: this.#random,
      strangeNames: this.#strangeNames,
    });
    if (faults === undefined || faults.length === 0) return undefined;
    const fault = faults[fewest % faults.length];
    return { value: replaceAt(value, place.path, fault), keyword, path: place.path };
  }

  #turnsOf(schema: JsonSchemaObject, keyword: string): number {
    const turns = this.#turns.get(schema) ?? new Map<string, number>();
    this.#turns.set(schema, turns);
    const known = turns.get(keyword) ?? 0;
    turns.set(keyword, known);
    return known;
  }

  /** A change that no keyword suggests. */
  #anyFault(value: unknown, places: readonly SchemaPlace[]): Mutant {
    const { path } = this.#random.pick(places);
    const isRemoval = path.length > 0 && this.#random.chance(0.3);
    const fault = isRemoval ? REMOVED : this.#random.pick(junk);
    return { value: replaceAt(value, path, fault), keyword: "", path };
  }
}
