import type { JsonSchema } from "../../src/contract/json-schema.js";
import { hasKeyword, isSchema, isSchemaObject } from "../../src/validation/schema-keywords.js";
import { quote } from "../emit/code.js";
import type { CheckWriter } from "./check-writer.js";
import { and, type Expression, or, plain } from "./expressions.js";
import { fieldStatements } from "./field-checks.js";
import { FieldReader, isInherited } from "./field-reader.js";
import { objectKeywords } from "./keyword-groups.js";
import { packed } from "./packed-statements.js";
import { type Place, partOf } from "./places.js";
import { accessTo } from "./schema-places.js";
import { stopIf } from "./statements.js";

/** More fields than that are not named one by one. */
const mostNamed = 40;

/** In objects of so few fields the checks of the required ones soon find that one is missing. */
const fewFields = 8;

/** Statements for the keywords about objects; `data` is one. */
export function objectStatements(writer: CheckWriter, place: Place): string[] {
  if (!hasKeyword(place.schema, objectKeywords)) return [];
  const reader = new FieldReader(writer.module, countNamed(place) <= mostNamed, place.isNoting);
  const whole = [
    ...requiredStatements(writer, place, reader),
    ...dependencyStatements(writer, place, reader),
    ...sizeStatements(writer, place),
  ];
  return [
    // Only what is needed now: where a field is missing, the others need not be read.
    ...reader.declarations(),
    ...(reader.declares ? whole : packed(writer.module, place.name, whole)),
    ...fieldStatements(writer, place, reader),
    ...nameStatements(writer, place),
  ];
}

function countNamed({ schema }: Place): number {
  const dependencies = Object.entries((schema.dependentRequired ?? {}) as object).flat(2) as string[];
  return new Set([...Object.keys(schema.properties ?? {}), ...(schema.required ?? []), ...dependencies]).size;
}

function isAbsent(reader: FieldReader, field: string): Expression {
  return plain(`${reader.read(field)} === undefined`);
}

function requiredStatements({ module }: CheckWriter, { schema, path }: Place, reader: FieldReader): string[] {
  const names = [...new Set(schema.required ?? [])];
  if (names.length === 0) return [];
  const missing = `${module.helper("missing")}(c)`;
  const failure = plain(missing);
  const { properties = {} } = schema;
  if (Object.keys(properties).length <= fewFields && names.every((name) => isMissed(properties, name))) {
    return [`if (c) ${missing};`];
  }
  if (names.length <= mostNamed) {
    return [stopIf(and(or(...names.map((name) => isAbsent(reader, name))), failure))];
  }
  const list = module.value("required", accessTo("schema", [...path, "required"]));
  return [stopIf(and(plain(`${module.helper("lacks")}(data, ${list})`), failure))];
}

/** Whether the check of a required field fails where the field is missing. */
function isMissed(properties: { readonly [name: string]: JsonSchema }, name: string): boolean {
  const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return (
    !isInherited(name) && isSchemaObject(schema) && (schema.type !== undefined || schema.enum !== undefined)
  );
}

function dependencyStatements({ module }: CheckWriter, place: Place, reader: FieldReader): string[] {
  const dependencies = Object.entries(
    (place.schema.dependentRequired ?? {}) as { readonly [trigger: string]: readonly string[] },
  );
  return dependencies.flatMap(([trigger, names]) => {
    if (names.length === 0) return [];
    const isPresent = plain(`${reader.read(trigger)} !== undefined`);
    const absent = or(...names.map((name) => isAbsent(reader, name)));
    const failure = plain(`${module.helper("dependents")}(c, ${quote(trigger)})`);
    return [stopIf(and(isPresent, absent, failure))];
  });
}

function sizeStatements({ module }: CheckWriter, { schema }: Place): string[] {
  const { minProperties, maxProperties } = schema;
  const check = (keyword: string, wrong: string): string =>
    stopIf(and(plain(`${module.helper("size")}(data) ${wrong}`), module.fail(keyword)));
  return [
    ...(typeof minProperties === "number" && minProperties > 0
      ? [check("minProperties", `< ${minProperties}`)]
      : []),
    ...(typeof maxProperties === "number" ? [check("maxProperties", `> ${maxProperties}`)] : []),
  ];
}

function nameStatements(writer: CheckWriter, place: Place): string[] {
  const { propertyNames } = place.schema;
  if (!isSchema(propertyNames) || propertyNames === true) return [];
  const check = writer.check(place, partOf(place, propertyNames, ["propertyNames"], "name"));
  const failure = plain(`${writer.module.helper("failName")}(c, key, ${check})`);
  return [`for (const key in data) ${stopIf(and(plain(`${check}(key)`), failure))}`];
}
