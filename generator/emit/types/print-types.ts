import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { byCodeUnit } from "../../../src/validation/json-value.js";
import { type Memo, remember } from "../../memo.js";
import { NameAllocator, pascalCase } from "../code.js";
import { definitionName, forEachInPlace, forEachSchema, usedDefinitions } from "../traversal/schema-map.js";
import { compileDeclaration } from "./compile-types.js";
import { plainDeclaration } from "./plain-types.js";
import { toTypeSchema } from "./type-schema.js";

/** A schema to print as TypeScript, and the names that it may not use for its definitions. */
export interface TypeSource {
  /** The root's name; definitions are called this and their own name: `BackendGenericConfigRetry`. */
  readonly name: string;
  readonly schema: JsonSchema;
  readonly reserved?: readonly string[];
  /** Objects that other types are intersected with, and which may therefore have no field of their own. */
  readonly extended?: ReadonlySet<JsonSchema>;
}

/** Exported declarations: the root first, then its definitions by name. */
export interface PrintedTypes {
  readonly text: string;
  /** Whether the root is an interface, which others can extend, or an alias of some other type. */
  readonly form: "interface" | "alias";
}

/** The stage of questions about printed types. */
export const STAGE = "types/1";

/** Prints a schema and its definitions; every declaration apart, so that names never depend on their order. */
export async function printTypes(source: TypeSource, memo?: Memo): Promise<PrintedTypes> {
  const { name, schema, reserved = [], extended = new Set() } = source;
  const names = definitionNames(source);
  const nameOf = (reference: string): string => {
    const definition = reference === "#" ? undefined : definitionName(reference);
    const found = definition === undefined ? name : names.get(definition);
    if (found === undefined) throw new Error(`a normalised schema holds the reference ${reference}`);
    return found;
  };
  const closed = names.size === 0 ? new Set() : closedDefinitions(schema);
  const context = { root: schema, nameOf, extended };
  const declarations = [{ name, type: toTypeSchema(schema, context) }];
  const definitions = usedDefinitions(schema);
  for (const [definition, typeName] of names) {
    const type = toTypeSchema(definitions.get(definition) ?? true, context, closed.has(definition));
    declarations.push({ name: typeName, type });
  }
  const answer = await remember(memo, { stage: STAGE, input: [declarations, reserved] }, async () => {
    const printed = [];
    for (const { name, type } of declarations)
      printed.push(plainDeclaration(name, type) ?? (await compileDeclaration(name, type)));
    return printed.join("\n");
  });
  return { text: answer, form: isInterface(answer, name) ? "interface" : "alias" };
}

const isInterface = (text: string, name: string): boolean => text.includes(`export interface ${name} {`);

/** Type names of the definitions that are used, sorted by definition. */
function definitionNames({ name, schema, reserved = [] }: TypeSource): ReadonlyMap<string, string> {
  const allocator = new NameAllocator([name, ...reserved]);
  const definitions = [...usedDefinitions(schema).keys()].sort(byCodeUnit);
  return new Map(
    definitions.map((definition) => [
      definition,
      allocator.allocate(`${name}${pascalCase(definition) || "Definition"}`),
    ]),
  );
}

/** Definitions that describe a part of an object which the schema around them closes. */
function closedDefinitions(root: JsonSchema): ReadonlySet<string> {
  const closed = new Set<string>();
  forEachSchema(root, (schema) => {
    if (schema.unevaluatedProperties !== false && schema.additionalProperties !== false) return;
    forEachInPlace(root, schema, ({ $ref }) => {
      const definition = $ref === undefined ? undefined : definitionName($ref);
      if (definition !== undefined) closed.add(definition);
    });
  });
  return closed;
}
