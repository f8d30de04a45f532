import type { DocumentDefinition } from "../../document/document-definition.js";
import type { AnyRegistry } from "../../registry/registry-types.js";
import { configReport } from "../catalogue/config-report.js";
import type { GivenDocument } from "../catalogue/document-report.js";
import { type CatalogueSources, kindView, kindViews, providerViews } from "../catalogue/provider-views.js";
import { jsonAnswer, textAnswer } from "../http/answers.js";
import { entityTag, ifNoneMatch, taggedAnswer, unchanged } from "../http/entity-tag.js";
import { HttpFailure } from "../http/http-failure.js";
import type { Route, RouteParameter } from "../http/route.js";
import type { ApiLimits } from "../limits.js";

const JSON_TYPE = "application/json";
const kindParameter: RouteParameter = {
  name: "kind",
  in: "path",
  description: "A kind of the manifest.",
  schema: { type: "string" },
};
const unknownKind = { description: "There is no such kind or provider.", type: JSON_TYPE, schema: "Error" };

/** The routes that show kinds, providers and backends, and check configs of them. */
export function catalogueRoutes(
  sources: CatalogueSources,
  document: DocumentDefinition | undefined,
  limits: ApiLimits,
): readonly Route[] {
  const registryOf = (id: string | undefined): AnyRegistry => {
    const registry = sources.registries.find(({ kind }) => kind.id === id);
    if (registry !== undefined) return registry;
    const ids = sources.registries.map(({ kind }) => kind.id).sort();
    throw new HttpFailure(404, `unknown kind ${JSON.stringify(id)}; available kinds: [${ids.join(" ")}]`);
  };
  return [
    {
      ...{ method: "get", path: "/v1/backends", id: "listBackends", tag: "catalogue" },
      summary: "The isolation backends that can run here.",
      parameters: [ifNoneMatch],
      answers: {
        200: { description: "Sorted by name.", type: JSON_TYPE, schema: "Backends", headers: entityTag },
        304: unchanged,
      },
      async handle({ request }) {
        const listed = (await sources.listBackends()).filter(({ availability }) => availability.available);
        const backends = listed.map(({ name, capabilities: able }) => ({
          name,
          capabilities: {
            name: able.name,
            supported_runtimes: able.supported_runtimes,
            supported_isolations: able.supported_isolations,
            max_concurrency: able.max_concurrency,
          },
        }));
        return taggedAnswer(request, JSON.stringify(backends), JSON_TYPE);
      },
    },
    {
      ...{ method: "get", path: "/v1/kinds", id: "listKinds", tag: "catalogue" },
      summary: "The kinds of the manifest.",
      parameters: [ifNoneMatch],
      answers: {
        200: { description: "Sorted by id.", type: JSON_TYPE, schema: "Kinds", headers: entityTag },
        304: unchanged,
      },
      handle: ({ request }) =>
        taggedAnswer(request, JSON.stringify({ kinds: kindViews(sources) }), JSON_TYPE),
    },
    {
      ...{ method: "get", path: "/v1/kinds/{kind}/providers", id: "listProviders", tag: "catalogue" },
      summary: "The providers of a kind: capabilities, availability, config schema and example.",
      parameters: [kindParameter, ifNoneMatch],
      answers: {
        200: { description: "Sorted by id.", type: JSON_TYPE, schema: "Providers", headers: entityTag },
        304: unchanged,
        404: unknownKind,
      },
      async handle({ request, parameters }) {
        const registry = registryOf(parameters.kind);
        const view = { kind: kindView(registry.kind), providers: await providerViews(registry, sources) };
        return taggedAnswer(request, JSON.stringify(view), JSON_TYPE);
      },
    },
    {
      ...{
        method: "post",
        path: "/v1/kinds/{kind}/providers/{id}/validate",
        id: "validateConfig",
        tag: "catalogue",
      },
      summary: "Checks a config of a provider.",
      parameters: [
        kindParameter,
        { name: "id", in: "path", description: "A provider of the kind.", schema: { type: "string" } },
      ],
      body: { schema: "ConfigRequest", limit: limits.documentBytes },
      answers: {
        200: { description: "What is wrong with it.", type: JSON_TYPE, schema: "ConfigReport" },
        404: unknownKind,
      },
      async handle({ parameters, body }) {
        const registry = registryOf(parameters.kind);
        const { id = "" } = parameters;
        if (!registry.has(id)) {
          const { noun } = registry.kind;
          const message = `unknown ${noun} ${JSON.stringify(id)}; available ${noun}s: [${registry.ids().join(" ")}]`;
          throw new HttpFailure(404, message);
        }
        return jsonAnswer(await configReport(registry, id, (body as { readonly config: unknown }).config));
      },
    },
    ...(document === undefined ? [] : [validateRoute(document, limits)]),
  ];
}

function validateRoute(document: DocumentDefinition, limits: ApiLimits): Route {
  return {
    ...{ method: "post", path: "/v1/validate", id: "validateDocument", tag: "catalogue" },
    summary: "Checks a config document, as `provc validate` does.",
    body: { schema: "DocumentRequest", limit: limits.documentBytes },
    answers: { 200: { description: "Its diagnostics.", type: JSON_TYPE, schema: "DocumentReport" } },
    async handle({ body }) {
      // Reads YAML, which only this route needs.
      const { documentReport } = await import("../catalogue/document-report.js");
      return textAnswer(await documentReport(body as GivenDocument, document), JSON_TYPE);
    },
  };
}
