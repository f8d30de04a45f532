import type { JsonSchema } from "../../src/contract/json-schema.js";
import { isSchema } from "../../src/validation/schema-keywords.js";
import type { CheckWriter } from "./check-writer.js";
import { and, type Expression, plain } from "./expressions.js";
import { fieldAccess } from "./field-reader.js";
import {
  conditionStatements,
  dependencyStatements,
  mostNamed,
  refusalStatements,
  unionStatements,
} from "./in-place-checks.js";
import { packed } from "./packed-statements.js";
import { type Part, type Place, partOf } from "./places.js";
import { block, stopIf } from "./statements.js";

/** The parameters of a function that notes what it describes. */
export const notingParameters = "data, c, notes";

/** As `inPlaceStatements`, but what fits is noted with what it says of the fields and items of the value. */
export function notingStatements(writer: CheckWriter, place: Place): string[] {
  const { $ref, allOf = [] } = place.schema;
  const statements: string[] = [];
  if ($ref !== undefined) statements.push(stopIf(writer.noteReference(place)));
  for (const [index, schema] of allOf.entries()) {
    if (schema === true) continue;
    statements.push(stopIf(writer.noteAgain(place, partOf(place, schema, ["allOf", index], `all${index}`))));
  }
  statements.push(...notingUnion(writer, place, "anyOf"), ...notingUnion(writer, place, "oneOf"));
  statements.push(...notingCondition(writer, place), ...notingDependencies(writer, place));
  statements.push(...refusalStatements(writer, place));
  return packed(writer.module, place.name, statements, notingParameters);
}

/** An expression that says whether the value fits a branch, and notes that. */
function fits(writer: CheckWriter, place: Place, part: Part): Expression {
  if (writer.descriptions.depends(part.schema)) {
    return plain(`${writer.module.helper("fits")}(data, notes, ${writer.branch(place, part).join(", ")})`);
  }
  const knows = writer.knows(part);
  const isRight = plain(`!${writer.check(place, part)}(data)`);
  // What `push` returns is never 0.
  return knows === undefined ? isRight : and(isRight, plain(`notes.push(${knows})`));
}

function notingUnion(writer: CheckWriter, place: Place, keyword: "anyOf" | "oneOf"): string[] {
  const { module } = writer;
  const branches = place.schema[keyword] ?? [];
  if (!branches.some((branch) => writer.descriptions.speaks(branch)))
    return unionStatements(writer, place, keyword);
  const word = keyword === "anyOf" ? "any" : "one";
  const parts = branches.map((schema, index) => partOf(place, schema, [keyword, index], `${word}${index}`));
  const checks = parts.map((part) => writer.check(place, part)).join(", ");
  const isLong = parts.length > mostNamed;
  const list = isLong ? `...${module.value("branches", `[${checks}]`)}` : checks;
  const failure = plain(`${module.helper("failUnion")}(c, "${keyword}", ${list})`);
  const counts = isLong
    ? [countInLoop(writer, place, parts)]
    : parts.map((part) => countIf(fits(writer, place, part)));
  const wrong = plain(keyword === "anyOf" ? "found === 0" : "found !== 1");
  return [block("", ["let found = 0;", ...counts, stopIf(and(wrong, failure))])];
}

function countIf(condition: Expression): string {
  return `if (${condition.text}) found++;`;
}

function countInLoop(writer: CheckWriter, place: Place, parts: readonly Part[]): string {
  const { module } = writer;
  const pairs = parts.map((part) => `[${writer.branch(place, part).join(", ")}]`);
  const list = module.value("branches", `[${pairs.join(", ")}]`);
  const count = countIf(plain(`${module.helper("fits")}(data, notes, fails, knows)`));
  return `for (const [fails, knows] of ${list}) ${count}`;
}

function notingCondition(writer: CheckWriter, place: Place): string[] {
  const { if: condition, then: consequence, else: alternative } = place.schema;
  if (!isSchema(condition)) return [];
  const all = [condition, consequence, alternative];
  if (!all.some((schema) => isSchema(schema) && writer.descriptions.speaks(schema))) {
    return conditionStatements(writer, place);
  }
  const holds = fits(writer, place, partOf(place, condition, ["if"], "if"));
  const whenTrue = applied(writer, place, consequence, ["then"]);
  const whenFalse = applied(writer, place, alternative, ["else"]);
  if (whenTrue.length + whenFalse.length === 0) return [`${holds.text};`];
  const then = block(`if (${holds.text})`, whenTrue);
  return [whenFalse.length === 0 ? then : `${then} ${block("else", whenFalse)}`];
}

function notingDependencies(writer: CheckWriter, place: Place): string[] {
  const { module } = writer;
  const dependencies = Object.entries(
    (place.schema.dependentSchemas ?? {}) as { [trigger: string]: JsonSchema },
  );
  if (!dependencies.some(([, schema]) => writer.descriptions.speaks(schema))) {
    return dependencyStatements(writer, place);
  }
  return dependencies.flatMap(([trigger, schema]) => {
    const statements = applied(writer, place, schema, ["dependentSchemas", trigger], `with_${trigger}`);
    if (statements.length === 0) return [];
    const isPresent = `${module.helper("isObject")}(data) && ${fieldAccess(module, trigger)} !== undefined`;
    return [block(`if (${isPresent})`, statements)];
  });
}

/** Statements for a subschema that has to fit, now that it applies. */
function applied(
  writer: CheckWriter,
  place: Place,
  schema: JsonSchema | undefined,
  path: readonly [string] | readonly [string, string],
  name: string = path[0],
): string[] {
  if (!isSchema(schema) || schema === true) return [];
  const part = partOf(place, schema, path, name);
  const knows = writer.knows(part);
  return [...(knows === undefined ? [] : [`notes.push(${knows});`]), stopIf(writer.noteAgain(place, part))];
}
