import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { ChoicePlacement } from "../../src/contract/kind.js";
import { byCodeUnit, isObject } from "../../src/validation/json-value.js";
import { closeObjects } from "../../src/validation/schemas/close-objects.js";
import { commonFields, composeConfig } from "../../src/validation/schemas/compose-config.js";
import type { DocumentDraft, KindDraft, PlacementDraft, ProviderDraft } from "../manifest/manifest-draft.js";
import { digestOf, rememberLater } from "../memo.js";
import { withoutPlaces } from "../schema/document-places.js";
import { sortedValue } from "../schema/keyword-order.js";
import { type Analysis, schemaOf } from "./analysis.js";
import { buildRouting } from "./build-routing.js";

import { deepFreeze } from "./deep-freeze.js";
import { camelCase, documentTypeName, idAsTitle, pascalCase } from "./identifiers.js";
import { providerWithLaterSchema } from "./later-schema.js";
import type { DocumentModel, KindModel, Model, ModuleReference, ProviderModel } from "./model.js";

/** Makes the model of a manifest in which nothing is wrong. */
export function buildModel(analysis: Analysis): Model {
  const { draft, project } = analysis;
  const { importExtension = "js" } = draft;
  const manifestFile = project.manifestPath.slice(project.manifestPath.lastIndexOf("/") + 1);
  const document = draft.document === undefined ? {} : { document: buildDocument(analysis, draft.document) };
  const kinds = draft.kinds.map((kind) => buildKind(analysis, kind)).sort(byId);
  return deepFreeze({ manifestFile, importExtension, ...document, kinds });
}

function buildDocument(analysis: Analysis, { title = "", files, schema }: DocumentDraft): DocumentModel {
  const { kinds } = analysis.draft;
  const places = kinds.flatMap(({ config }) => (config?.at === undefined ? [] : [config.at]));
  const own = asObject(schemaOf(analysis, schema)?.schema) ?? noFields;
  return {
    title,
    files: files.map(({ name }) => name),
    schema: closeObjects(withoutPlaces(own, places)) as JsonSchemaObject,
    typeName: documentTypeName(
      title,
      kinds.map(({ id }) => pascalCase(id)),
    ),
  };
}

function buildKind(analysis: Analysis, kind: KindDraft): KindModel {
  const { id, title = idAsTitle(id), description = "", noun = "provider", onDuplicate = "error" } = kind;
  const shared = asObject(schemaOf(analysis, kind.config?.shared)?.schema);
  const capabilities = schemaOf(analysis, kind.capabilities);
  const config = kind.config === undefined ? undefined : buildPlacement(kind.config);
  return {
    id,
    title,
    description,
    noun,
    ...(config === undefined ? {} : { config }),
    onDuplicate,
    routing: buildRouting(kind.routing),
    names: { pascal: pascalCase(id), camel: camelCase(id) },
    contract: moduleOf(analysis, kind),
    ...(shared === undefined ? {} : { shared: closeObjects(shared) as JsonSchemaObject }),
    ...(capabilities === undefined ? {} : { capabilitiesSchema: closeObjects(capabilities.schema) }),
    providers: kind.providers
      .map((provider) => buildProvider(analysis, kind, provider, config, shared))
      .sort(byId),
  };
}

function buildPlacement({
  at = [],
  form = "keyed",
  selector,
  map = "providers",
  subject,
}: PlacementDraft): ChoicePlacement {
  return {
    at,
    form,
    selector,
    ...(form === "keyed" ? { map } : {}),
    ...(subject === undefined ? {} : { subject }),
  };
}

function buildProvider(
  analysis: Analysis,
  kind: KindDraft,
  provider: ProviderDraft,
  placement: ChoicePlacement | undefined,
  shared: JsonSchemaObject | undefined,
): ProviderModel {
  const {
    id,
    title = idAsTitle(id),
    description = "",
    capabilities = {},
    npm,
    commands,
    deprecated,
  } = provider;
  const pascal = pascalCase(id);
  const bundled = schemaOf(analysis, provider.schema);
  const model = {
    id,
    title,
    description,
    capabilities: sortedValue(capabilities) as ProviderModel["capabilities"],
    requires: {
      npm: sortedValue(npm) as ProviderModel["requires"]["npm"],
      commands: [...commands].sort(byCodeUnit),
    },
    ...(deprecated === undefined ? {} : { deprecated }),
    names: { pascal, configType: `${pascalCase(kind.id)}${pascal}Config` },
    module: moduleOf(analysis, provider),
    commonFields: placement === undefined ? [] : commonFields(placement, shared),
  };
  const compose = (): JsonSchema =>
    composeConfig({
      id,
      own: bundled?.schema ?? noFields,
      ...(placement === undefined ? {} : { placement }),
      ...(shared === undefined ? {} : { shared }),
    });
  const { memo } = analysis;
  if (memo === undefined) return withSchema(model, compose());
  const own = bundled?.digest ?? digestOf(bundled?.schema ?? noFields);
  const question = { stage: "config/1", input: [id, own, placement, digestOf(shared)] };
  const schema = rememberLater(memo, question, () => JSON.stringify(compose()));
  return providerWithLaterSchema(model, schema, memo);
}

function withSchema(
  { commonFields, ...rest }: Omit<ProviderModel, "configSchema">,
  configSchema: JsonSchema,
): ProviderModel {
  return { ...rest, configSchema, commonFields };
}

/** The schema of what has no settings. */
const noFields: JsonSchemaObject = { type: "object", properties: {} };

function asObject(schema: JsonSchema | undefined): JsonSchemaObject | undefined {
  return isObject(schema) ? (schema as JsonSchemaObject) : undefined;
}

function moduleOf(analysis: Analysis, draft: KindDraft | ProviderDraft): ModuleReference {
  const module = analysis.modules.get(draft);
  if (module === undefined) throw new Error(`${draft.id} passed the checks without a module`);
  return module;
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return byCodeUnit(a.id, b.id);
}
