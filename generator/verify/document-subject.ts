import { isObject, setOwn } from "../../src/validation/json-value.js";
import { documentNames } from "../emit/document-names.js";
import type { DocumentModel, Model } from "../model/model.js";
import type { Artefacts } from "./artefacts.js";
import { generateValue } from "./cases/generate-value.js";
import type { Random } from "./cases/random.js";
import { makeChoice } from "./choice-subject.js";
import { editorSchema } from "./engines/editor-schema.js";
import { emittedTypes } from "./engines/emitted-types.js";
import type { Engine } from "./engines/engine.js";
import { interpreter } from "./engines/interpreter.js";
import { documentTypeLimits } from "./limits/document-type-limits.js";
import { draft07Limits } from "./limits/draft-07-limits.js";
import type { SharedEngines } from "./provider-subject.js";
import type { Subject } from "./subject.js";

/** The whole config document, with a choice at every kind's place. */
export async function documentSubject(
  model: Model,
  document: DocumentModel,
  artefacts: Artefacts,
  shared: SharedEngines,
): Promise<Subject> {
  const path = "schemas/document.schema.json";
  const editorPath = "schemas/document.editor.schema.json";
  const schema = artefacts.schema(path);
  const editor = artefacts.schema(editorPath);
  const limits = draft07Limits(schema);
  const type = documentNames(document, model.kinds).document;
  const engines: Engine[] = [
    interpreter(path, schema),
    await shared.second(path, schema),
    await editorSchema(editorPath, editor, limits),
    await shared.second(editorPath, editor, limits),
    emittedTypes(shared.types, "document.ts", type, documentTypeLimits(model, document)),
  ];
  return {
    name: "document",
    schema,
    strangeNames: model.kinds.map(({ id }) => id),
    engines,
    base: (random) => makeDocument(model, document, random),
  };
}

function makeDocument(model: Model, document: DocumentModel, random: Random): unknown {
  const own = generateValue({ root: document.schema, random }, document.schema);
  let value: unknown = isObject(own) ? own : {};
  for (const kind of model.kinds) {
    if (kind.config === undefined || kind.providers.length === 0) continue;
    value = placeChoice(value, kind.config.at, () => makeChoice(kind, random));
  }
  return value;
}

/** A copy with a choice at a place; a `*` stands for the keys that are there, or for `main`. */
function placeChoice(value: unknown, at: readonly string[], choose: () => unknown): unknown {
  const [segment, ...rest] = at;
  if (segment === undefined) return choose();
  const copy = {};
  for (const [name, member] of Object.entries(isObject(value) ? value : {})) setOwn(copy, name, member);
  const own = Object.keys(copy);
  const names = segment !== "*" ? [segment] : own.length > 0 ? own.slice(0, 2) : ["main"];
  for (const name of names) {
    const member = (copy as { readonly [name: string]: unknown })[name];
    setOwn(copy, name, placeChoice(Object.hasOwn(copy, name) ? member : undefined, rest, choose));
  }
  return copy;
}
