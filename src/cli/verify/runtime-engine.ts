import { deriveExample } from "../../../generator/emit/examples/example.js";
import { forEachSchema } from "../../../generator/emit/traversal/schema-map.js";
import type { KindModel, Model } from "../../../generator/model/model.js";
import type { Artefacts } from "../../../generator/verify/artefacts.js";
import { CUSTOM_ID } from "../../../generator/verify/choice-subject.js";
import { importValidator } from "../../../generator/verify/engines/emitted-validator.js";
import type { Engine, Verdict } from "../../../generator/verify/engines/engine.js";
import type { JsonSchema } from "../../contract/json-schema.js";
import type { ProviderEntry } from "../../contract/table.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { checkDocument } from "../../document/check-document.js";
import type { DocumentDefinition } from "../../document/document-definition.js";
import { createRegistry } from "../../registry/create-registry.js";
import { defineProvider } from "../../registry/define-provider.js";
import type { AnyRegistry } from "../../registry/registry-types.js";
import { parseSource } from "../../source/parse-source.js";
import { matchesSchema } from "../../validation/evaluation/evaluate-schema.js";

/**
 * The engine that programs have: a whole document, checked by the run time with the generated validators. The environment
 * gives what the document may leave out, and one custom provider is registered for each kind.
 */
export async function runtimeEngine(model: Model, artefacts: Artefacts): Promise<Engine> {
  const artefact = "document.validator.js";
  const validator = (path: string) => () => importValidator(artefacts.text(path));
  const definition: DocumentDefinition = {
    title: model.document?.title ?? "",
    files: [],
    validator: validator(artefact),
    registries: model.kinds
      .filter(({ config }) => config !== undefined)
      .map((kind) => registryOf(kind, (id) => validator(`${kind.id}/providers/${id}.validator.js`))),
  };
  const env = environmentFor(model);
  const judgeOne = async (value: unknown): Promise<Verdict> => {
    // An empty file is a document without fields, which a schema cannot say.
    if (value === null) return undefined;
    const source = parseSource(JSON.stringify(value), { file: "document.json" });
    const { valid, diagnostics } = await checkDocument(source, definition, { env, interpolate: false });
    if (diagnostics.some(isStranger)) return undefined;
    return valid && diagnostics.every(({ code }) => code !== "unknown-provider");
  };
  return {
    name: "run time",
    artefact,
    judge: (values) => Promise.all(values.map((value) => judgeOne(value).catch(reason))),
  };
}

const reason = (error: unknown): string => `it throws ${String(error).split("\n")[0]}`;

/**
 * Schemas let every id pass that could be a custom provider's, and cannot ask for its config by name; the run time asks for
 * an id that is registered, and for its config.
 */
function isStranger({ code, message, provider }: Diagnostic): boolean {
  if (code === "config-missing") return provider === CUSTOM_ID;
  return code === "unknown-provider" && /^unknown .*? "(?:[^"\\]|\\.)*:/.test(message);
}

function registryOf(kind: KindModel, validator: (id: string) => ProviderEntry["validator"]): AnyRegistry {
  const { names: _names, contract: _contract, capabilitiesSchema: _schema, providers, ...description } = kind;
  const entries = providers.map(({ id, title }): [string, ProviderEntry] => [
    id,
    { id, title, validator: validator(id), load: async () => ({}) },
  ]);
  const registry = createRegistry({ ...description, providers: Object.fromEntries(entries) });
  registry.register(defineProvider({ id: CUSTOM_ID, schema: { type: "object" }, provider: {} }));
  return registry as AnyRegistry;
}

/** A value for every variable that a schema names. */
function environmentFor(model: Model): { readonly [name: string]: string } {
  const environment: { [name: string]: string } = {};
  const schemas: readonly JsonSchema[] = [
    ...model.kinds.flatMap((kind) => [...kind.providers.map((one) => one.configSchema), kind.shared ?? true]),
    model.document?.schema ?? true,
  ];
  for (const schema of schemas) {
    forEachSchema(schema, (part) => {
      const name = part["x-env"];
      if (typeof name !== "string") return;
      const sample = deriveExample(part, (value) => matchesSchema(schema, part, value));
      if (sample !== undefined) environment[name] = String(sample.value);
    });
  }
  return environment;
}
