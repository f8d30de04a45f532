import type { JsonSchema } from "../../src/contract/json-schema.js";
import { hasKeyword, isSchema } from "../../src/validation/schema-keywords.js";
import type { CheckWriter } from "./check-writer.js";
import { and, choose, type Expression, not as negated, plain } from "./expressions.js";
import { fieldAccess } from "./field-reader.js";
import { inPlaceKeywords } from "./keyword-groups.js";
import { packed } from "./packed-statements.js";
import { type Place, partOf } from "./places.js";
import { block, stopIf } from "./statements.js";

/** Statements for the keywords that apply further schemas to the same value. */
export function inPlaceStatements(writer: CheckWriter, place: Place): string[] {
  if (!hasKeyword(place.schema, inPlaceKeywords)) return [];
  const { module } = writer;
  const { $ref, allOf = [] } = place.schema;
  const statements: string[] = [];
  if ($ref !== undefined) statements.push(stopIf(writer.applyReference(place)));
  for (const [index, schema] of allOf.entries()) {
    if (schema === true) continue;
    statements.push(stopIf(writer.applyAgain(place, partOf(place, schema, ["allOf", index], `all${index}`))));
  }
  statements.push(...unionStatements(writer, place, "anyOf"), ...unionStatements(writer, place, "oneOf"));
  statements.push(...conditionStatements(writer, place), ...dependencyStatements(writer, place));
  statements.push(...refusalStatements(writer, place));
  return packed(module, place.name, statements);
}

export function refusalStatements(writer: CheckWriter, place: Place): string[] {
  const { not } = place.schema;
  if (!isSchema(not) || not === false) return [];
  const wrong = writer.verdict(place, partOf(place, not, ["not"], "not"), "data");
  return [stopIf(and(negated(wrong), writer.module.fail("not")))];
}

/** More branches than that are gone through in a loop. */
export const mostNamed = 24;

export function unionStatements(writer: CheckWriter, place: Place, keyword: "anyOf" | "oneOf"): string[] {
  const { module } = writer;
  const branches = place.schema[keyword];
  if (branches === undefined) return [];
  const word = keyword === "anyOf" ? "any" : "one";
  const checks = branches.map((schema, index) =>
    writer.check(place, partOf(place, schema, [keyword, index], `${word}${index}`)),
  );
  const failWith = (list: string): Expression =>
    plain(`${module.helper("failUnion")}(c, "${keyword}", ${list})`);
  if (checks.length > mostNamed) {
    const list = module.value("branches", `[${checks.join(", ")}]`);
    const [limit, wrong] = keyword === "anyOf" ? [1, "=== 0"] : [2, "!== 1"];
    const count = plain(`${module.helper("fitting")}(data, ${list}, ${limit}) ${wrong}`);
    return [stopIf(and(count, failWith(`...${list}`)))];
  }
  const failure = failWith(checks.join(", "));
  const calls = checks.map((name) => plain(`${name}(data)`));
  if (keyword === "anyOf" || calls.length === 1) return [stopIf(and(...calls, failure))];
  // A second branch that fits is enough to know; the others are asked no more.
  const counts = calls.map((call, index) => {
    const fits = negated(call);
    return `if (${(index < 2 ? fits : and(plain("found < 2"), fits)).text}) found++;`;
  });
  return [block("", ["let found = 0;", ...counts, stopIf(and(plain("found !== 1"), failure))])];
}

export function conditionStatements(writer: CheckWriter, place: Place): string[] {
  const { if: condition, then: consequence, else: alternative } = place.schema;
  if (!isSchema(condition)) return [];
  const apply = (schema: JsonSchema | undefined, keyword: "then" | "else"): Expression | undefined =>
    isSchema(schema) && schema !== true
      ? writer.applyAgain(place, partOf(place, schema, [keyword], keyword))
      : undefined;
  const whenTrue = apply(consequence, "then");
  const whenFalse = apply(alternative, "else");
  if (whenTrue === undefined && whenFalse === undefined) return [];
  const wrong = writer.verdict(place, partOf(place, condition, ["if"], "if"), "data");
  if (whenTrue === undefined) return whenFalse === undefined ? [] : [stopIf(and(wrong, whenFalse))];
  if (whenFalse === undefined) return [stopIf(and(negated(wrong), whenTrue))];
  return [stopIf(choose(wrong, whenFalse, whenTrue))];
}

export function dependencyStatements(writer: CheckWriter, place: Place): string[] {
  const dependencies = Object.entries(
    (place.schema.dependentSchemas ?? {}) as { [trigger: string]: JsonSchema },
  );
  return dependencies.flatMap(([trigger, schema]) => {
    if (schema === true) return [];
    const { module } = writer;
    const part = partOf(place, schema, ["dependentSchemas", trigger], `with_${trigger}`);
    const isPresent = plain(`${fieldAccess(module, trigger)} !== undefined`);
    const isObject = plain(`${module.helper("isObject")}(data)`);
    return [stopIf(and(isObject, isPresent, writer.applyAgain(place, part)))];
  });
}
