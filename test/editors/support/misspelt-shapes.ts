import fc from "fast-check";
import { EDITOR_DIALECT, SchemaWriter } from "../../../generator/emit/schemas/schema-dialect.js";
import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { parseSource } from "../../../src/source/parse-source.js";
import { interpretedChecker } from "../../../src/validation/checkers/interpreted-checker.js";
import { forEachSubschema, isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { closeObjects } from "../../../src/validation/schemas/close-objects.js";
import { closedShapes } from "./closed-shapes.js";

/** A closed object with mistakes in its keys. */
export interface MisspeltObject {
  readonly shape: string;
  readonly schema: JsonSchemaObject;
  readonly value: { readonly [name: string]: string };
}

/** A place in a word, what happens there, and a letter for it. */
const edit = fc.tuple(
  fc.nat(),
  fc.constantFrom("drop", "insert", "replace", "swap"),
  fc.constantFrom("q", "e", "T"),
);
type Edit = typeof edit extends fc.Arbitrary<infer Made> ? Made : never;

/** A key is as it should be, is left out, or is misspelt once or twice. */
const mistake = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.array(edit, { minLength: 1, maxLength: 2 }) },
);

function edited(word: string, [seed, way, letter]: Edit): string {
  const letters = [...word];
  const at = seed % Math.max(letters.length, 1);
  if (way === "drop") return letters.toSpliced(at, 1).join("");
  if (way === "insert") return letters.toSpliced(at, 0, letter).join("");
  if (way === "replace") return letters.toSpliced(at, 1, letter).join("");
  return letters.toSpliced(at, 2, letters[at + 1] ?? "", letters[at] ?? "").join("");
}

/**
 * Objects of any shape, with any mistakes in the keys that they must have, and perhaps a key that is none of them. What
 * became another field's name is left out: nobody can say which of the two was meant.
 */
export const misspeltObjects: fc.Arbitrary<MisspeltObject> = fc
  .tuple(closedShapes, fc.array(mistake, { minLength: 8, maxLength: 8 }), fc.boolean())
  .map(([[shape, { schema, valid }], mistakes, isUnrelated]) => {
    const declared = namesIn(schema);
    const fields = Object.entries(valid).flatMap(([name, value], index): [string, string][] => {
      const edits = index < mistakes.length ? mistakes[index] : [];
      const key = edits?.reduce(edited, name);
      return key === undefined || (key !== name && declared.has(key)) ? [] : [[key, value]];
    });
    return {
      shape,
      schema,
      value: Object.fromEntries([...fields, ...(isUnrelated ? [["colour", "red"]] : [])]),
    };
  });

/** The names of all fields that some part of a schema describes. */
function namesIn(schema: JsonSchema): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (part: JsonSchema): void => {
    if (!isSchemaObject(part)) return;
    for (const name of Object.keys(part.properties ?? {})) names.add(name);
    forEachSubschema(part, collect);
  };
  collect(schema);
  return names;
}

/** A document of many objects, so that one look at it shows the marks of all. */
export interface MisspeltDocument {
  readonly text: string;
  readonly editorSchema: object;
  /** The lines that provc tells of, and what it tells. */
  told(): Promise<(readonly [line: number, message: string])[]>;
}

/** Puts objects into a document, each under a name of its own, with what it lacks told there. */
export function misspeltDocument(objects: readonly MisspeltObject[]): MisspeltDocument {
  const named = objects.map(({ schema }, index): JsonSchemaObject => {
    const { $defs = {}, ...rest } = JSON.parse(
      JSON.stringify(schema).replaceAll('"#/$defs/', `"#/$defs/${index}-`),
    ) as JsonSchemaObject;
    const definitions = Object.entries($defs).map(([name, part]) => [`${index}-${name}`, part]);
    return { ...rest, $defs: Object.fromEntries(definitions) };
  });
  const schema = closeObjects({
    type: "object",
    properties: Object.fromEntries(named.map(({ $defs: _, ...rest }, index) => [`box-${index}`, rest])),
    $defs: Object.assign({}, ...named.map(({ $defs }) => $defs)),
  });
  const value = Object.fromEntries(objects.map((object, index) => [`box-${index}`, object.value]));
  const text = JSON.stringify(value, null, 2);
  const writer = new SchemaWriter(EDITOR_DIALECT);
  const editorSchema = { ...(writer.write(schema, "document") as JsonSchemaObject), ...writer.definitions() };
  const told = async (): Promise<[number, string][]> => {
    const source = parseSource(text, { file: "a.json" });
    const { issues } = await interpretedChecker(schema).check(source.value, { at: [] });
    return issues.map(({ path, target, message }) => [source.range(path, target).line, message]);
  };
  return { text, editorSchema, told };
}

/** Places in order, for comparison. */
export const linesOf = (found: readonly (readonly [line: number, message: string])[]): number[] =>
  found.map(([line]) => line).sort((a, b) => a - b);
