import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";
import { quote } from "../errors/quote.js";
import { type DocumentPath, toDottedPath, toPointer } from "../source/json-pointer.js";
import { setOwn } from "../source/plain-value.js";
import { anyOfWords, expectedType } from "../validation/findings/value-words.js";
import { jsonTypeOf } from "../validation/json-value.js";
import { schemasAt, walkSchema } from "../validation/schemas/schema-walker.js";
import { convertText } from "./convert-text.js";
import type { Environment } from "./document-result.js";
import type { Finding } from "./findings.js";
import { hasInterpolation, interpolateText } from "./interpolate-text.js";
import { placeValue, valueAt } from "./place-value.js";
import { usesAnnotation } from "./used-annotations.js";

/** A text of the document that holds references to variables. */
interface VariableText {
  readonly path: DocumentPath;
  readonly text: string;
  readonly variables: readonly string[];
}

/**
 * The variables of one document. First every `${VAR}` is replaced by text; then, once the schema of a part of the document
 * is known, the texts become what their fields take, and absent fields with `x-env` are filled in.
 */
export class Variables {
  /** The document, a copy that is changed in place. */
  value: unknown;
  readonly findings: Finding[] = [];
  /** JSON pointers of values about which nothing else should be said. */
  readonly silenced: Set<string> = new Set();
  /** JSON pointer → variable that the value comes from, where the document has none. */
  readonly filledIn: Map<string, string> = new Map();
  /** JSON pointer → the reference as it is written, and the text that it stands for. */
  readonly #references = new Map<string, { readonly written: string; readonly text: string }>();
  readonly #env: Environment;
  readonly #texts: VariableText[] = [];

  constructor(value: unknown, env: Environment, interpolate: boolean) {
    this.value = structuredClone(value);
    this.#env = env;
    if (interpolate) this.value = this.#replace(this.value, []);
  }

  #replace(value: unknown, path: DocumentPath): unknown {
    if (typeof value === "string") return hasInterpolation(value) ? this.#replaceText(value, path) : value;
    if (typeof value !== "object" || value === null) return value;
    for (const [key, item] of Object.entries(value)) {
      const place = [...path, Array.isArray(value) ? Number(key) : key];
      const replaced = this.#replace(item, place);
      if (replaced !== item) setOwn(value, key, replaced);
    }
    return value;
  }

  #replaceText(text: string, path: DocumentPath): string {
    const result = interpolateText(text, this.#env);
    if (result.malformed) {
      this.#report(
        path,
        "invalid-config",
        'has a "${" that starts no reference to a variable',
        "write ${NAME} or ${NAME:-default}; $${ stands for the characters themselves",
      );
      return text;
    }
    const [missing] = result.missing;
    if (missing !== undefined) {
      const names = [...new Set(result.missing)];
      const which = `${names.length === 1 ? "variable" : "variables"} ${names.join(" and ")}`;
      this.#report(
        path,
        "missing-variable",
        `needs the environment ${which}, which ${names.length === 1 ? "is" : "are"} not set`,
        `set ${names.length === 1 ? "it" : "them"}, or write a default: \${${missing}:-default}`,
      );
      return text;
    }
    if (result.variables.length > 0) {
      this.#texts.push({ path, text: result.text, variables: result.variables });
      this.#references.set(toPointer(path), { written: text, text: result.text });
    }
    return result.text;
  }

  /** A finding that shows the reference in the place of what the environment gives, which may be a secret. */
  conceal(finding: Finding): Finding {
    const reference = this.#references.get(toPointer(finding.path));
    if (reference === undefined) return finding;
    const { written, text } = reference;
    const hide = (words: string): string =>
      words.replaceAll(quote(text), () => quote(written)).replaceAll(`got ${text}`, () => `got ${written}`);
    return {
      ...finding,
      message: hide(finding.message),
      ...(finding.hint !== undefined && { hint: hide(finding.hint) }),
    };
  }

  /** Applies a schema to the part of the document at `path`. */
  apply(schema: JsonSchema, at: DocumentPath): void {
    const inside = this.#texts.filter(({ path }) => at.every((key, index) => path[index] === key));
    // All types are looked up before anything changes, so that the order of the texts does not matter.
    const typed = inside.map((text) => ({
      ...text,
      types: scalarTypes(schemasAt(schema, valueAt(this.value, at), text.path.slice(at.length))),
    }));
    for (const { path, text, types, variables } of typed) {
      const names = [...new Set(variables)].map((name) => `\${${name}}`);
      this.#convert(
        path,
        text,
        types,
        `${names.join(" and ")} ${names.length === 1 ? "is not" : "do not give"} one`,
      );
    }
    this.#fillIn(schema, at);
  }

  /** Fields with `x-env` that are absent from an object that is there. A variable that is empty counts as not set. */
  #fillIn(schema: JsonSchema, at: DocumentPath): void {
    if (!usesAnnotation(schema, "x-env")) return;
    const absent = [...walkSchema(schema, valueAt(this.value, at))].filter(({ present }) => !present);
    for (const { path: below, schemas } of absent) {
      const name = schemas.map((part) => part["x-env"]).find((found) => typeof found === "string");
      const text = name !== undefined && Object.hasOwn(this.#env, name) ? this.#env[name] : undefined;
      if (name === undefined || text === undefined || text === "") continue;
      const path = [...at, ...below];
      this.value = placeValue(this.value, path, text);
      this.filledIn.set(toPointer(path), name);
      this.#convert(path, text, scalarTypes(schemas), `the environment variable ${name} is not one`);
    }
  }

  #convert(path: DocumentPath, text: string, types: ReadonlySet<string>, otherwise: string): void {
    const { value, converted } = convertText(text, types);
    if (converted) this.value = placeValue(this.value, path, value);
    else {
      const wanted = convertible.filter((type) => types.has(type)).map(expectedType);
      if (wanted.length > 0)
        this.#report(path, "invalid-config", `must be ${anyOfWords(wanted)}, but ${otherwise}`);
    }
  }

  #report(path: DocumentPath, code: string, message: string, hint?: string): void {
    const subject = path.length === 0 ? "the document" : toDottedPath(path);
    this.silenced.add(toPointer(path));
    this.findings.push({ code, message: `${subject} ${message}`, path, target: "value", hint });
  }
}

/** The types that a text can be turned into, in the order in which messages name them. */
const convertible = ["integer", "number", "boolean"];

/** The types that schemas of one value name, by `type` or by the values they allow; empty when any type will do. */
function scalarTypes(schemas: readonly JsonSchemaObject[]): Set<string> {
  const types = new Set<string>();
  for (const schema of schemas) {
    if (schema.type !== undefined) for (const type of [schema.type].flat()) types.add(type);
    else if (Array.isArray(schema.enum)) for (const value of schema.enum) types.add(jsonTypeOf(value));
    else if (Object.hasOwn(schema, "const")) types.add(jsonTypeOf(schema.const));
  }
  return types;
}
