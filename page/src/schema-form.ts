import { element } from "./dom.js";
import {
  choicePart,
  type FormPart,
  jsonPart,
  listPart,
  numberPart,
  textPart,
  titleOf,
  type Words,
} from "./form-part.js";
import { resolve } from "./resolve-schema.js";
import type { Issue, Schema, SchemaObject } from "./types.js";

/** Makes a form from a JSON Schema. What has no simple control is written as JSON. */
export function schemaForm(schema: Schema): FormPart {
  const root = resolve(schema, schema);
  const isForm = root.properties !== undefined ? !isComposed(root) : root.additionalProperties === false;
  return isForm
    ? objectPart(schema, root, undefined)
    : jsonPart({ ...root, title: "config" }, { name: "config", required: false });
}

function partOf(root: Schema, given: Schema, words: Words): FormPart {
  const schema = resolve(root, given);
  if (schema.enum?.every((value) => typeof value !== "object")) return choicePart(schema, words);
  if (schema.const !== undefined) return choicePart({ ...schema, enum: [schema.const] }, words);
  if (schema.properties !== undefined && !isComposed(schema)) return objectPart(root, schema, words);
  if (schema.type === "boolean") return choicePart({ ...schema, enum: [true, false] }, words);
  if (schema.type === "string") return textPart(schema, words);
  if (schema.type === "integer" || schema.type === "number") return numberPart(schema, words);
  if (schema.type === "array") {
    const items = resolve(root, schema.items ?? true);
    const isText = items.enum?.every((value) => typeof value === "string") ?? items.type === "string";
    if (isText) return listPart(schema, words, items.enum);
  }
  return jsonPart(schema, words);
}

function objectPart(root: Schema, schema: SchemaObject, words: Words | undefined): FormPart {
  const parts = Object.entries<Schema>(schema.properties ?? {}).map(([name, property]) => {
    const required = (schema.required ?? []).includes(name);
    return [name, partOf(root, property, { name, required })] as const;
  });
  const others = hasOthers(schema) ? othersPart() : undefined;
  const nodes = [...parts.map(([, part]) => part.node), ...(others === undefined ? [] : [others.node])];
  const hint = words && schema.description ? element("p", { class: "hint" }, schema.description) : undefined;
  return {
    node:
      words === undefined
        ? element("div", {}, nodes.length === 0 ? element("p", {}, "It has no settings.") : nodes)
        : element("fieldset", {}, element("legend", {}, titleOf(schema, words)), hint, nodes),
    read(hidesSecrets) {
      const entries = parts.flatMap(([name, part]) => {
        const value = part.read(hidesSecrets);
        return value === undefined ? [] : [[name, value] as const];
      });
      const all = [...entries, ...Object.entries((others?.read() as object | undefined) ?? {})];
      return all.length === 0 && words !== undefined && !words.required ? undefined : Object.fromEntries(all);
    },
    write(value) {
      const given = new Map(Object.entries(typeof value === "object" && value !== null ? value : {}));
      for (const [name, part] of parts) {
        part.write(given.get(name));
        given.delete(name);
      }
      others?.write(given.size === 0 ? undefined : Object.fromEntries(given));
    },
    find(pointer) {
      const [, key = "", ...rest] = pointer.split("/");
      const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
      const part = parts.find(([known]) => known === name)?.[1] ?? others;
      return part?.find(rest.map((one) => `/${one}`).join(""));
    },
  };
}

/** Whether an object may have fields beside those that are declared. */
function hasOthers({ additionalProperties: other, patternProperties: patterns }: SchemaObject): boolean {
  return patterns !== undefined || other === true || (typeof other === "object" && other !== null);
}

function othersPart(): FormPart {
  return jsonPart({ description: "A mapping." }, { name: "other fields", required: false });
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

function isComposed(schema: SchemaObject): boolean {
  return (
    ["anyOf", "oneOf", "if"].some((keyword) => keyword in schema) &&
    Object.keys(schema.properties ?? {}).length === 0
  );
}
