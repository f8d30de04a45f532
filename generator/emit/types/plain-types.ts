import type { TypeSchema } from "./type-schema.js";

/** Type texts that need no brackets and hold nothing that could be taken for anything else. */
const WORDS = /^[\w$]+(?:<[\w, ]+>)?$/;
const STRING_LITERAL = /^"[^"\\\u2028\u2029]*"$/;
const NUMBER_LITERAL = /^-?[\d.]+(?:e[+-]?\d+)?$/i;
const IDENTIFIER = /^[A-Za-z_]\w*$/;
/** A text with tags is about the member that it stands at, not about the list that the member is of. */
const TAG = /(?:^|\s)@\w/;

/** Thrown where a schema is not plain; printing is given up then. */
const notPlain = new Error("not plain");

/**
 * A declaration, as json-schema-to-typescript and the formatter write it, of a schema that is made of nothing but
 * objects, lists, unions and ready-made texts, as most are; undefined for any other. Loading and running a compiler for
 * these would take fifty times as long.
 */
export function plainDeclaration(name: string, schema: TypeSchema): string | undefined {
  try {
    const isObject = schema.type === "object";
    const head = isObject ? `export interface ${name} ` : `export type ${name} = `;
    return `${comment(schema, "")}${head}${typeText(schema, "")}${isObject ? "" : ";"}\n`;
  } catch (error) {
    if (error === notPlain) return undefined;
    throw error;
  }
}

function typeText(schema: TypeSchema, indent: string): string {
  const { tsType, type, anyOf, allOf } = schema;
  if (allOf !== undefined) throw notPlain;
  if (tsType !== undefined) return leafText(tsType);
  if (anyOf !== undefined) return unionMembers(anyOf, indent).join(" | ");
  if (type === "object") return objectText(schema, indent);
  if (type === "array") return arrayText(schema, indent);
  throw notPlain;
}

function leafText(text: string): string {
  if (WORDS.test(text) || STRING_LITERAL.test(text) || NUMBER_LITERAL.test(text)) return text;
  throw notPlain;
}

/** Each member once: two that differ in what is said of them are one type. */
function unionMembers(members: readonly TypeSchema[], indent: string): string[] {
  if (members.length === 0 || members.some(({ anyOf }) => anyOf !== undefined)) throw notPlain;
  return [...new Set(members.map((member) => typeText(member, indent)))];
}

function objectText(schema: TypeSchema, indent: string): string {
  const { properties = {}, required = [], additionalProperties } = schema;
  const inner = `${indent}  `;
  const named = Object.entries(properties);
  const members = named.map(([key, property]) => {
    const mark = required.includes(key) ? "" : "?";
    return `${comment(property, inner)}${inner}${keyText(key)}${mark}: ${typeText(property, inner)};\n`;
  });
  if (additionalProperties !== false) {
    if (typeof additionalProperties !== "object" || additionalProperties.anyOf !== undefined) throw notPlain;
    // Beside named members, an index signature has to take their types in.
    if (named.length > 0 && additionalProperties.tsType !== "unknown") throw notPlain;
    const text = typeText(additionalProperties, inner);
    members.push(`${comment(additionalProperties, inner)}${inner}[k: string]: ${text};\n`);
  }
  return members.length === 0 ? "{}" : `{\n${members.join("")}${indent}}`;
}

function keyText(key: string): string {
  if (IDENTIFIER.test(key)) return key;
  const text = JSON.stringify(key);
  if (!key.includes("$") && STRING_LITERAL.test(text)) return text;
  throw notPlain;
}

function arrayText({ items, additionalItems }: TypeSchema, indent: string): string {
  const item = singleItem(items);
  if (item === undefined || additionalItems !== undefined) throw notPlain;
  const members = item.anyOf === undefined ? [typeText(item, indent)] : unionMembers(item.anyOf, indent);
  const text = members.join(" | ");
  return members.length > 1 || text.endsWith('"') ? `(${text})[]` : `${text}[]`;
}

const singleItem = (items: TypeSchema["items"]): TypeSchema | undefined =>
  Array.isArray(items) ? undefined : (items as TypeSchema | undefined);

/** What stands above a member or a declaration. Items of a list have no place of their own for it. */
function comment(schema: TypeSchema, indent: string): string {
  const item = schema.type === "array" ? singleItem(schema.items) : undefined;
  const about = item === undefined || item.type === "array" ? undefined : item.description;
  const ofItems = about === undefined || TAG.test(about) ? undefined : `Items: ${about}`;
  const text = [schema.description, ofItems].filter((part) => part !== undefined).join("\n\n");
  if (text === "") return "";
  const lines = text.split("\n");
  if (lines.some((line) => line !== line.trim())) throw notPlain;
  if (lines.length === 1) return `${indent}/** ${text} */\n`;
  const body = lines.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`).join("");
  return `${indent}/**\n${body}${indent} */\n`;
}
