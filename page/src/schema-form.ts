import { element, labelled } from "./dom.js";
import type { Issue, Schema, SchemaObject } from "./types.js";

/** A form for a value: what it holds, how to set it, and where mistakes are shown. */
export interface FormPart {
  readonly node: HTMLElement;
  /** Undefined: left out. Throws for a text that is no JSON. */
  read(): unknown;
  write(value: unknown): void;
  /** The control of a place below, by JSON pointer; undefined when there is none of its own. */
  find(pointer: string): HTMLElement | undefined;
}

interface Words {
  readonly name: string;
  readonly required: boolean;
}

/** Makes a form from a JSON Schema. What has no simple control is written as JSON. */
export function schemaForm(schema: Schema): FormPart {
  return objectPart(schema, resolve(schema, schema), undefined);
}

function partOf(root: Schema, given: Schema, words: Words): FormPart {
  const schema = resolve(root, given);
  if (schema.enum?.every((value) => typeof value !== "object")) return choicePart(schema, words);
  if (schema.const !== undefined) return choicePart({ ...schema, enum: [schema.const] }, words);
  if (schema.properties !== undefined && !isComposed(schema)) return objectPart(root, schema, words);
  if (schema.type === "boolean") return choicePart({ ...schema, enum: [true, false] }, words);
  if (schema.type === "string") return textPart(schema, words);
  if (schema.type === "integer" || schema.type === "number") return numberPart(schema, words);
  if (schema.type === "array" && resolve(root, schema.items ?? true).type === "string")
    return listPart(schema, words);
  return jsonPart(schema, words);
}

function objectPart(root: Schema, schema: SchemaObject, words: Words | undefined): FormPart {
  const parts = Object.entries<Schema>(schema.properties ?? {}).map(([name, property]) => {
    const required = (schema.required ?? []).includes(name);
    return [name, partOf(root, property, { name, required })] as const;
  });
  const nodes = parts.map(([, part]) => part.node);
  const hint = words && schema.description ? element("p", { class: "hint" }, schema.description) : undefined;
  return {
    node:
      words === undefined
        ? element("div", {}, nodes.length === 0 ? element("p", {}, "It has no settings.") : nodes)
        : element("fieldset", {}, element("legend", {}, titleOf(schema, words)), hint, nodes),
    read() {
      const entries = parts.flatMap(([name, part]) => {
        const value = part.read();
        return value === undefined ? [] : [[name, value] as const];
      });
      return entries.length === 0 && words !== undefined && !words.required
        ? undefined
        : Object.fromEntries(entries);
    },
    write(value) {
      const given = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
      for (const [name, part] of parts) part.write(Object.hasOwn(given, name) ? given[name] : undefined);
    },
    find(pointer) {
      const [, key = "", ...rest] = pointer.split("/");
      const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
      return parts.find(([known]) => known === name)?.[1].find(rest.map((part) => `/${part}`).join(""));
    },
  };
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function controlPart(
  schema: SchemaObject,
  words: Words,
  control: Control,
  read: (text: string) => unknown,
  write: (value: unknown) => string,
): FormPart {
  const byDefault = schema.default === undefined ? "" : ` Default: ${JSON.stringify(schema.default)}.`;
  const hint = `${schema.description ?? ""}${byDefault}`.trim();
  if (words.required) control.setAttribute("aria-required", "true");
  return {
    node: labelled(`${titleOf(schema, words)}${words.required ? " (required)" : ""}`, control, hint),
    read: () => (control.value === "" ? undefined : read(control.value)),
    write(value) {
      control.value = value === undefined ? "" : write(value);
    },
    find: () => control,
  };
}

function choicePart(schema: SchemaObject, words: Words): FormPart {
  const values = schema.enum ?? [];
  const select = element(
    "select",
    { name: words.name },
    element("option", { value: "" }, ""),
    values.map((value) => element("option", { value: JSON.stringify(value) }, String(value))),
  );
  return controlPart(schema, words, select, JSON.parse, JSON.stringify);
}

function textPart(schema: SchemaObject, words: Words): FormPart {
  const secret = schema["x-secret"] === true;
  const hinted = {
    ...schema,
    description:
      `${schema.description ?? ""}${secret ? " A secret: better a variable, such as ${NAME}." : ""}`.trim(),
  };
  const input = element("input", {
    type: "text",
    name: words.name,
    autocomplete: "off",
    spellcheck: "false",
    placeholder: placeholderOf(schema),
  });
  return controlPart(hinted, words, input, (text) => text, String);
}

function numberPart(schema: SchemaObject, words: Words): FormPart {
  const input = element("input", {
    type: "text",
    inputmode: "decimal",
    name: words.name,
    placeholder: placeholderOf(schema),
  });
  // A text that is no number is left as it is, so that the server says what is wrong with it.
  return controlPart(
    schema,
    words,
    input,
    (text) => (Number.isNaN(Number(text)) ? text : Number(text)),
    String,
  );
}

function listPart(schema: SchemaObject, words: Words): FormPart {
  const area = element("textarea", { name: words.name, rows: 3, spellcheck: "false" });
  const hinted = { ...schema, description: `${schema.description ?? ""} One on each line.`.trim() };
  return controlPart(
    hinted,
    words,
    area,
    (text) => text.split("\n").filter((line) => line !== ""),
    (value) => (Array.isArray(value) ? value.join("\n") : JSON.stringify(value)),
  );
}

function jsonPart(schema: SchemaObject, words: Words): FormPart {
  const area = element("textarea", { name: words.name, class: "code", rows: 3, spellcheck: "false" });
  const hinted = { ...schema, description: `${schema.description ?? ""} As JSON.`.trim() };
  return controlPart(
    hinted,
    words,
    area,
    (text) => {
      try {
        return JSON.parse(text);
      } catch {
        throw new SyntaxError(`${titleOf(schema, words)} is no JSON`);
      }
    },
    (value) => JSON.stringify(value, undefined, 1),
  );
}

/** Marks the fields with mistakes, and joins them with the words about them. */
export function markIssues(
  form: FormPart,
  issues: readonly Issue[],
  previous: readonly HTMLElement[],
): HTMLElement[] {
  for (const control of previous) control.removeAttribute("aria-invalid");
  return issues.flatMap(({ path }) => {
    const control = form.find(path);
    control?.setAttribute("aria-invalid", "true");
    return control === undefined ? [] : [control];
  });
}

function titleOf(schema: SchemaObject, { name }: Words): string {
  return typeof schema.title === "string" && schema.title.toLowerCase().replaceAll(" ", "_") !== name
    ? `${name}: ${schema.title}`
    : name;
}

function placeholderOf(schema: SchemaObject): string | undefined {
  const [example] = Array.isArray(schema.examples) ? schema.examples : [];
  return example === undefined || typeof example === "object" ? undefined : String(example);
}

function isComposed(schema: SchemaObject): boolean {
  return (
    ["anyOf", "oneOf", "if"].some((keyword) => keyword in schema) &&
    Object.keys(schema.properties ?? {}).length === 0
  );
}

/** Follows references within the schema. */
function resolve(root: Schema, schema: Schema, depth = 0): SchemaObject {
  if (typeof schema !== "object") return {};
  if (typeof schema.$ref !== "string" || depth > 20) return schema;
  let target: unknown = root;
  for (const part of schema.$ref
    .replace(/^#\/?/, "")
    .split("/")
    .filter((text) => text !== "")) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    target = (target as { readonly [key: string]: unknown } | undefined)?.[key];
  }
  const { $ref: _ref, ...own } = schema;
  return { ...resolve(root, (target ?? {}) as Schema, depth + 1), ...own };
}
