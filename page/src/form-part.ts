import { element, labelled } from "./dom.js";
import type { SchemaObject } from "./types.js";

/** A form for a value: what it holds, how to set it, and where mistakes are shown. */
export interface FormPart {
  readonly node: HTMLElement;
  /**
   * Undefined: left out. Throws for a text that is no JSON.
   *
   * @param hidesSecrets For a value that is only to be looked at.
   */
  read(hidesSecrets?: boolean): unknown;
  write(value: unknown): void;
  /** The control of a place below, by JSON pointer; undefined when there is none of its own. */
  find(pointer: string): HTMLElement | undefined;
}

/** What a field is called, and whether it has to be there. */
export interface Words {
  readonly name: string;
  readonly required: boolean;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function controlPart(
  schema: SchemaObject,
  words: Words,
  control: Control,
  read: (text: string, hidesSecrets: boolean) => unknown,
  write: (value: unknown) => string,
): FormPart {
  const byDefault = schema.default === undefined ? "" : ` Default: ${JSON.stringify(schema.default)}.`;
  const hint = `${schema.description ?? ""}${byDefault}`.trim();
  if (words.required) control.setAttribute("aria-required", "true");
  return {
    node: labelled(`${titleOf(schema, words)}${words.required ? " (required)" : ""}`, control, hint),
    read: (hidesSecrets = false) => (control.value === "" ? undefined : read(control.value, hidesSecrets)),
    write(value) {
      control.value = value === undefined ? "" : write(value);
    },
    find: () => control,
  };
}

/** One of some values. */
export function choicePart(schema: SchemaObject, words: Words): FormPart {
  const values = schema.enum ?? [];
  const parse = (text: string): unknown => JSON.parse(text);
  const select = element(
    "select",
    { name: words.name },
    element("option", { value: "" }, ""),
    values.map((value) => element("option", { value: JSON.stringify(value) }, String(value))),
  );
  return controlPart(schema, words, select, parse, JSON.stringify);
}

export function textPart(schema: SchemaObject, words: Words): FormPart {
  const secret = schema["x-secret"] === true;
  const hinted = secret ? withHint(schema, "A secret: better a variable, such as ${NAME}.") : schema;
  const input = element("input", {
    // Not a password: browsers would offer to keep it.
    ...{ type: "text", autocomplete: "off", name: words.name },
    class: secret ? "secret" : undefined,
    spellcheck: "false",
    placeholder: placeholderOf(schema),
  });
  const isReference = (text: string): boolean => /^\$\{\w+\}$/.test(text);
  const read = (text: string, hidesSecrets: boolean): string =>
    secret && hidesSecrets && !isReference(text) ? "********" : text;
  return controlPart(hinted, words, input, read, String);
}

export function numberPart(schema: SchemaObject, words: Words): FormPart {
  const input = element("input", {
    ...{ type: "text", inputmode: "decimal", name: words.name, autocomplete: "off" },
    placeholder: placeholderOf(schema),
  });
  // A text that is no number is left as it is, so that the server says what is wrong with it.
  const read = (text: string): unknown => (Number.isNaN(Number(text)) ? text : Number(text));
  return controlPart(schema, words, input, read, String);
}

/** Several texts. */
export function listPart(schema: SchemaObject, words: Words, known: readonly unknown[] = []): FormPart {
  const area = element("textarea", { name: words.name, rows: 3, spellcheck: "false" });
  const among = known.length === 0 ? "" : ` Of these: ${known.map(String).join(", ")}.`;
  return controlPart(
    withHint(schema, `One on each line.${among}`),
    words,
    area,
    (text) => text.split("\n").filter((line) => line !== ""),
    (value) => (Array.isArray(value) ? value.join("\n") : JSON.stringify(value)),
  );
}

/** Whatever has no simple control. */
export function jsonPart(schema: SchemaObject, words: Words): FormPart {
  const area = element("textarea", { name: words.name, class: "code", rows: 3, spellcheck: "false" });
  return controlPart(
    withHint(schema, "As JSON."),
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

export function titleOf(schema: SchemaObject, { name }: Words): string {
  return typeof schema.title === "string" && schema.title.toLowerCase().replaceAll(" ", "_") !== name
    ? `${name}: ${schema.title}`
    : name;
}

function withHint(schema: SchemaObject, hint: string): SchemaObject {
  return { ...schema, description: `${schema.description ?? ""} ${hint}`.trim() };
}

function placeholderOf(schema: SchemaObject): string | undefined {
  const [example] = Array.isArray(schema.examples) ? schema.examples : [];
  return example === undefined || typeof example === "object" ? undefined : String(example);
}
