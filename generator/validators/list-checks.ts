import { hasKeyword, isSchema } from "../../src/validation/schema-keywords.js";
import type { CheckWriter } from "./check-writer.js";
import { and, choose, not, plain } from "./expressions.js";
import { listKeywords } from "./keyword-groups.js";
import { packed } from "./packed-statements.js";
import { type Place, partOf } from "./places.js";
import { block, stopIf } from "./statements.js";

/** Statements for the keywords about lists; `data` is one. */
export function listStatements(writer: CheckWriter, place: Place): string[] {
  if (!hasKeyword(place.schema, listKeywords)) return [];
  const { module } = writer;
  const { minItems, maxItems } = place.schema;
  const lengths: string[] = [];
  if (typeof minItems === "number" && minItems > 0) {
    lengths.push(stopIf(and(plain(`data.length < ${minItems}`), module.fail("minItems"))));
  }
  if (typeof maxItems === "number") {
    lengths.push(stopIf(and(plain(`data.length > ${maxItems}`), module.fail("maxItems"))));
  }
  const prefix = packed(module, place.name, prefixStatements(writer, place));
  const items = restStatements(writer, place);
  const whole = [
    ...tooManyStatements(writer, place),
    ...twinStatements(writer, place),
    ...containsStatements(writer, place),
  ];
  return [...lengths, ...prefix, ...items, ...whole];
}

function prefixStatements(writer: CheckWriter, place: Place): string[] {
  return (place.schema.prefixItems ?? []).flatMap((schema, index) => {
    const part = partOf(place, schema, ["prefixItems", index], `item${index}`);
    const wrong = writer.applyBelow(place, part, "item", String(index), `c?.own.prefixItems[${index}]`);
    if (wrong === undefined) return [];
    return [block(`if (data.length > ${index})`, [`const item = data[${index}];`, stopIf(wrong)])];
  });
}

function restStatements(writer: CheckWriter, place: Place): string[] {
  const { items, prefixItems = [] } = place.schema;
  if (!isSchema(items) || items === false) return [];
  const wrong = writer.applyBelow(
    place,
    partOf(place, items, ["items"], "item"),
    "item",
    "i",
    "c?.own.items",
  );
  if (wrong === undefined) return [];
  const head = `for (let i = ${prefixItems.length}; i < data.length; i++)`;
  return [block(head, ["const item = data[i];", stopIf(wrong)])];
}

function tooManyStatements({ module }: CheckWriter, { schema }: Place): string[] {
  if (schema.items !== false) return [];
  return [stopIf(and(plain(`data.length > ${schema.prefixItems?.length ?? 0}`), module.fail("items")))];
}

function twinStatements({ module }: CheckWriter, { schema }: Place): string[] {
  if (schema.uniqueItems !== true) return [];
  const failure = `${module.helper("fail")}(c, "uniqueItems", c && { indices: ${module.helper("twins")}(data) })`;
  return [stopIf(and(plain(`${module.helper("hasTwins")}(data)`), plain(failure)))];
}

function containsStatements(writer: CheckWriter, place: Place): string[] {
  const { contains, minContains, maxContains } = place.schema;
  if (!isSchema(contains)) return [];
  const { module } = writer;
  const isNoted = place.isNoting === true && writer.descriptions.kinds.includes("items");
  const least = typeof minContains === "number" ? minContains : 1;
  const most = typeof maxContains === "number" ? maxContains : undefined;
  if (least === 0 && most === undefined && !isNoted) return [];
  const wrong = writer.verdict(place, partOf(place, contains, ["contains"], "contained"), "item");
  const tooMany =
    most === undefined ? plain("false") : and(plain(`found > ${most}`), module.fail("maxContains"));
  const failure = least === 0 ? tooMany : choose(plain(`found < ${least}`), module.fail("contains"), tooMany);
  if (isNoted) {
    const loop = block("for (let i = 0; i < data.length; i++)", [
      "const item = data[i];",
      block(`if (${not(wrong).text})`, ["found++;", "indices.add(i);"]),
    ]);
    const knowing = "notes.push((index) => indices.has(index));";
    return [
      block("", [
        "const indices = new Set();",
        "let found = 0;",
        loop,
        knowing,
        ...(failure.text === "false" ? [] : [stopIf(failure)]),
      ]),
    ];
  }
  const enough = Math.max(least, most === undefined ? 0 : most + 1);
  return [
    block("", [
      "let found = 0;",
      block(`for (let i = 0; i < data.length && found < ${enough}; i++)`, [
        "const item = data[i];",
        `if (${not(wrong).text}) found++;`,
      ]),
      stopIf(failure),
    ]),
  ];
}
