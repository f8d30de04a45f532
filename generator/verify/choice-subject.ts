import { isObject, setOwn } from "../../src/validation/json-value.js";
import { kindTypeNames } from "../emit/kind-names.js";
import type { KindModel } from "../model/model.js";
import type { Artefacts } from "./artefacts.js";
import { generateValue } from "./cases/generate-value.js";
import type { Random } from "./cases/random.js";
import { editorSchema } from "./engines/editor-schema.js";
import { emittedTypes } from "./engines/emitted-types.js";
import type { Engine } from "./engines/engine.js";
import { interpreter } from "./engines/interpreter.js";
import { choiceTypeLimits } from "./limits/choice-type-limits.js";
import { draft07Limits } from "./limits/draft-07-limits.js";
import { makeConfig, type SharedEngines } from "./provider-subject.js";
import type { Subject } from "./subject.js";

/** The id that stands for those of custom providers. */
export const CUSTOM_ID = "custom:provider";

/** The choice of a provider as a document writes it, or the map of configs of a kind that no document chooses. */
export async function choiceSubject(
  kind: KindModel,
  artefacts: Artefacts,
  shared: SharedEngines,
): Promise<Subject> {
  const path = `schemas/${kind.id}.schema.json`;
  const editorPath = `schemas/${kind.id}.editor.schema.json`;
  const schema = artefacts.schema(path);
  const editor = artefacts.schema(editorPath);
  const limits = draft07Limits(schema);
  const engines: Engine[] = [
    interpreter(path, schema),
    await shared.second(path, schema),
    await editorSchema(editorPath, editor, limits),
    await shared.second(editorPath, editor, limits),
  ];
  if (kind.config !== undefined) {
    const type = kindTypeNames(kind).config;
    engines.push(emittedTypes(shared.types, `${kind.id}/config.ts`, type, choiceTypeLimits(kind)));
  }
  return {
    name: kind.id,
    kind: kind.id,
    schema,
    strangeNames: [
      ...kind.providers.map(({ id }) => id).slice(0, 6),
      CUSTOM_ID,
      ...Object.keys(kind.routing),
    ],
    engines,
    base: (random) => makeChoice(kind, random),
  };
}

/** A choice of any id of the kind, with a config that its provider accepts. */
export function makeChoice(kind: KindModel, random: Random): unknown {
  const { config, shared } = kind;
  const provider = random.pick(kind.providers);
  if (config === undefined) return { [provider.id]: makeConfig(provider, random) };
  const ids = [provider.id, ...Object.keys(kind.routing), CUSTOM_ID];
  const id = random.chance(0.75) ? provider.id : random.pick(ids);
  const common = shared === undefined ? {} : generateValue({ root: shared, random }, shared);
  const fields = isObject(common) ? common : {};
  if (config.form === "inline") {
    const own = makeConfig(provider, random);
    return id === provider.id ? own : { [config.selector]: id, ...fields };
  }
  const map = {};
  for (const other of kind.providers) {
    if (other === provider || random.chance(0.1)) setOwn(map, other.id, makeConfig(other, random));
  }
  if (id === CUSTOM_ID || random.chance(0.1)) setOwn(map, CUSTOM_ID, { anything: 1 });
  const choice = { [config.selector]: id, ...fields };
  setOwn(choice, config.map ?? "providers", map);
  return choice;
}
