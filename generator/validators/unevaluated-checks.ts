import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import { isSchema } from "../../src/validation/schema-keywords.js";
import type { CheckWriter } from "./check-writer.js";
import { type Description, type DescriptionKind, isComplete } from "./descriptions.js";
import { and, type Expression, plain } from "./expressions.js";
import { isUnknown } from "./knowledge.js";
import { type Place, partOf } from "./places.js";
import { block, stopIf } from "./statements.js";

const keywords: { readonly [Kind in DescriptionKind]: string } = {
  fields: "unevaluatedProperties",
  items: "unevaluatedItems",
};
const allKinds: readonly DescriptionKind[] = ["fields", "items"];

/** The parameters of a noting function that takes notes for itself, too. */
export const outerParameters = "data, c, outer";

/** Whether a schema asks what its other keywords have said of a value. */
export function hasUnevaluated(schema: JsonSchemaObject): boolean {
  return allKinds.some((kind) => schema[keywords[kind]] !== undefined);
}

/**
 * Statements of a schema with `unevaluatedProperties` or `unevaluatedItems`: a function of their own checks all other
 * keywords, and then comes whatever those do not speak of.
 */
export function unevaluatedStatements(writer: CheckWriter, place: Place): string[] {
  const { unevaluatedProperties: _fields, unevaluatedItems: _items, ...others } = place.schema;
  const { descriptions, module } = writer;
  const known = descriptions.always(others);
  // What is left open does not matter.
  const asked = allKinds.filter((kind) => {
    const rest = place.schema[keywords[kind]];
    return isSchema(rest) && rest !== true && !isComplete(known, kind);
  });
  const dependent = asked.filter((kind) => descriptions.depends(others, [kind]));
  const takesNotes = dependent.length > 0 || place.isNoting === true;
  const own = { schema: others, path: [], name: `${place.name}_others` };
  const isNew = (kind: DescriptionKind, key: string): Expression[] =>
    dependent.includes(kind) ? [plain(`!${module.helper("isNoted")}(notes, ${key})`)] : [];
  const rest = [
    ...(asked.includes("fields") ? remainingFields(writer, place, known, isNew("fields", "key")) : []),
    ...(asked.includes("items") ? remainingItems(writer, place, known, isNew("items", "i")) : []),
  ];
  return [
    ...(takesNotes ? ["const notes = [];"] : []),
    stopIf(takesNotes ? writer.noteAgain(place, own) : writer.applyAgain(place, own)),
    ...(place.isNoting ? ["outer.push(...notes);"] : []),
    // What the other keywords have found stays where it is.
    "if (c) c.start = c.failures.length;",
    ...rest,
  ];
}

function remainingFields(
  writer: CheckWriter,
  place: Place,
  known: Description,
  isNew: readonly Expression[],
): string[] {
  const { module } = writer;
  const { unevaluatedProperties: schema } = place.schema;
  if (!isSchema(schema)) return [];
  const part = partOf(place, schema, ["unevaluatedProperties"], "value");
  const wrong =
    schema === false
      ? plain(`${module.helper("fail")}(c, "unevaluatedProperties", { field: key })`)
      : writer.applyBelow(place, part, "value", "key", "c?.own.unevaluatedProperties");
  if (wrong === undefined) return [];
  const isRemaining = [...isUnknown(module, known), ...isNew];
  const head =
    isRemaining.length === 0
      ? "for (const key in data)"
      : `for (const key in data) if (${and(...isRemaining).text})`;
  const loop =
    schema === false
      ? `for (const key in data) ${stopIf(and(...isRemaining, wrong))}`
      : block(head, ["const value = data[key];", stopIf(wrong)]);
  return [block(`if (${module.helper("isObject")}(data))`, [loop])];
}

function remainingItems(
  writer: CheckWriter,
  place: Place,
  { count }: Description,
  isNew: readonly Expression[],
): string[] {
  const { module } = writer;
  const { unevaluatedItems: schema } = place.schema;
  if (!isSchema(schema)) return [];
  const head = `for (let i = ${count}; i < data.length; i++)${isNew.map(({ text }) => ` if (${text})`).join("")}`;
  if (schema === false) {
    const failure = module.fail("unevaluatedItems");
    if (isNew.length === 0) {
      return [stopIf(and(plain("Array.isArray(data)"), plain(`data.length > ${count}`), failure))];
    }
    // One that is left is enough.
    return [block("if (Array.isArray(data))", [block(head, [stopIf(failure), "break;"])])];
  }
  const part = partOf(place, schema, ["unevaluatedItems"], "item");
  const wrong = writer.applyBelow(place, part, "item", "i", "c?.own.unevaluatedItems");
  if (wrong === undefined) return [];
  return [block("if (Array.isArray(data))", [block(head, ["const item = data[i];", stopIf(wrong)])])];
}
