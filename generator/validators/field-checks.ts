import type { JsonSchema } from "../../src/contract/json-schema.js";
import { isSchema, isSchemaObject } from "../../src/validation/schema-keywords.js";
import { quote } from "../emit/code.js";
import type { CheckWriter } from "./check-writer.js";
import { and, type Expression, not, plain } from "./expressions.js";
import { type FieldReader, isInherited } from "./field-reader.js";
import { isReferenceOnly, isScalarOnly } from "./keyword-groups.js";
import { packed } from "./packed-statements.js";
import { type Place, partOf } from "./places.js";
import { accessTo } from "./schema-places.js";
import { block, stopIf, stopIfAny } from "./statements.js";

type Field = readonly [name: string, schema: JsonSchema];

/**
 * Statements for the fields of an object. That none is unknown is looked at first, because that is cheaper than to check
 * values; but what is found is reported in the order in which the object has its fields.
 */
export function fieldStatements(writer: CheckWriter, place: Place, reader: FieldReader): string[] {
  const { schema } = place;
  const fields = Object.entries(schema.properties ?? {});
  const isUnnamed = reader.declares ? namedTest(fields) : groupTest(writer, place);
  const others = otherFields(writer, place, isUnnamed);
  const named = reader.declares
    ? namedFields(writer, place, fields, reader)
    : groupedFields(writer, place, fields);
  const patterns = packed(writer.module, place.name, patternFields(writer, place));
  return [...others, ...reader.declarations(), ...named, ...patterns];
}

/** Checks one field after the other: those first that are cheap to check, so that a mistake there is found soon. */
function namedFields(
  writer: CheckWriter,
  place: Place,
  fields: readonly Field[],
  reader: FieldReader,
): string[] {
  const required = new Set(place.schema.required);
  const costs = new Map(
    fields.map(([name, schema]) => [name, costOf(schema) * 2 + (required.has(name) ? 0 : 1)]),
  );
  const cheapFirst = [...fields].sort(([a], [b]) => (costs.get(a) ?? 0) - (costs.get(b) ?? 0));
  const wrong = cheapFirst.flatMap(([name, schema]) => {
    const part = { schema, path: ["properties", name], name };
    const wrong =
      schema === true ? undefined : writer.applyBelow(place, part, reader.read(name), quote(name));
    if (wrong === undefined) return [];
    // Where a required field is missing, either this is not reached or what collects failures knows.
    const isThere =
      required.has(name) && !isInherited(name) && !(isSchemaObject(schema) && isReferenceOnly(schema));
    return [isThere ? wrong : and(plain(`${reader.read(name)} !== undefined`), wrong)];
  });
  return stopIfAny(wrong);
}

function costOf(schema: JsonSchema): number {
  if (!isSchemaObject(schema)) return 0;
  if (!isScalarOnly(schema)) return 2;
  return schema.pattern === undefined && schema.format === undefined ? 0 : 1;
}

/** That a key is none of the fields. */
function namedTest(fields: readonly Field[]): Expression[] {
  return fields.map(([name]) => plain(`key !== ${quote(name)}`));
}

/** Where there are many fields, a table tells which of several functions checks a field: so many each. */
const groupSize = 32;

function groupTable({ module }: CheckWriter, { path }: Place): string {
  const properties = accessTo("schema", [...path, "properties"]);
  return module.value("groups", `${module.helper("groups")}(${properties}, ${groupSize})`);
}

function groupTest(writer: CheckWriter, place: Place): Expression[] {
  return place.schema.properties === undefined ? [] : [plain(`!${groupTable(writer, place)}.has(key)`)];
}

function groupedFields(writer: CheckWriter, place: Place, fields: readonly Field[]): string[] {
  if (fields.length === 0) return [];
  const { module } = writer;
  const calls: string[] = [];
  for (let start = 0; start < fields.length; start += groupSize) {
    const cases = fields.slice(start, start + groupSize).flatMap(([name, schema]) => {
      const part = { schema, path: ["properties", name], name };
      const wrong = writer.applyBelow(place, part, "value", "key");
      return wrong === undefined ? [] : [`case ${quote(name)}: return ${wrong.text};`];
    });
    const check = module.function(place.name, "value, key, c", () => [
      block("switch (key)", cases),
      "return false;",
    ]);
    calls.push(`case ${start / groupSize}: ${stopIf(plain(`${check}(value, key, c)`))} break;`);
  }
  return [
    block("for (const key in data)", [
      "const value = data[key];",
      block(`if (value !== undefined) switch (${groupTable(writer, place)}.get(key))`, calls),
    ]),
  ];
}

/** Checks fields that neither `properties` nor `patternProperties` name. */
function otherFields(writer: CheckWriter, place: Place, isUnnamed: readonly Expression[]): string[] {
  const { additionalProperties: others = true } = place.schema;
  if (!isSchema(others) || others === true) return [];
  const { module } = writer;
  const patterns = Object.keys(place.schema.patternProperties ?? {});
  const isOther = [...isUnnamed, ...patterns.map((pattern) => not(matches(writer, pattern)))];
  if (others === false) {
    const failure = plain(`${module.helper("unknown")}(c, key)`);
    return [`for (const key in data) ${stopIf(and(...isOther, failure))}`];
  }
  const part = partOf(place, others, ["additionalProperties"], "value");
  const wrong = writer.applyBelow(place, part, "value", "key", "c?.own.additionalProperties");
  if (wrong === undefined) return [];
  const head =
    isOther.length === 0 ? "for (const key in data)" : `for (const key in data) if (${and(...isOther).text})`;
  return [block(head, ["const value = data[key];", stopIf(wrong)])];
}

function patternFields(writer: CheckWriter, place: Place): string[] {
  return Object.entries(place.schema.patternProperties ?? {}).flatMap(([pattern, schema], index) => {
    const part = partOf(place, schema, ["patternProperties", pattern], `matching${index}`);
    const wrong = writer.applyBelow(
      place,
      part,
      "value",
      "key",
      `c?.own.patternProperties[${quote(pattern)}]`,
    );
    if (wrong === undefined) return [];
    const head = `for (const key in data) if (${matches(writer, pattern).text})`;
    return [block(head, ["const value = data[key];", stopIf(wrong)])];
  });
}

function matches({ module }: CheckWriter, pattern: string): Expression {
  return plain(`${module.pattern(pattern)}.test(key)`);
}
