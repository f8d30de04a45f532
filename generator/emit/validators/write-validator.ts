import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { literal } from "../code.js";
import type { ValidatorHelper } from "./validator-helpers.js";

const PREAMBLE = /^"use strict";\nexport const validate = (validate\d+);\nexport default validate\d+;\n/;

/** Makes an ES module of ajv's standalone code: the schema, the helpers in use, then ajv's constants and functions. */
export function writeAjvModule(
  schema: JsonSchema,
  helpers: ReadonlySet<ValidatorHelper>,
  standalone: string,
): string {
  const entry = PREAMBLE.exec(standalone)?.[1];
  if (entry === undefined) throw new Error("ajv's standalone code does not start as expected");
  const code = withoutUnusedSchemas(standalone.replace(PREAMBLE, "")).replaceAll("</", "<\\/");
  const texts = new Set([...helpers].flatMap((helper) => helper.texts));
  const body = `${[...texts].map((text) => `${text}\n\n`).join("")}${code.trim()}\n`;
  assertSelfContained(body);
  return `export const schema = ${literal(schema)};\n\n${body}\nexport const validate = ${entry};\n`;
}

/** ajv names the schema of every function, whether the function looks at it or not. */
function withoutUnusedSchemas(code: string): string {
  return code.replace(/^const (schema\d+) = .*;\n/gm, (line, name: string) =>
    code.split(new RegExp(`\\b${name}\\b`)).length > 2 ? line : "",
  );
}

/** Content security policies and bundlers want validators that load nothing and make no code: fails on any leftover. */
function assertSelfContained(code: string): void {
  const withoutData = code
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replace(/^const formats\d+ = \/.*\/[a-z]*;$/gm, "");
  const leftover = /(?<![.\w$])(?:require|eval|Function|import|process|globalThis|module)\b/.exec(
    withoutData,
  );
  if (leftover) throw new Error(`a validator is not self-contained: it holds \`${leftover[0]}\``);
}
