// Generators of types and validators; `generate(providers)` gives the length of all that it wrote.
import { choiceSchema } from "../synthetic-providers.mjs";

const typeName = (id) => `${id.charAt(0).toUpperCase()}${id.slice(1)}Config`;
const sum = (texts) => texts.reduce((total, text) => total + text.length, 0);

export const generators = {
  "json-schema-to-typescript": {
    label: "json-schema-to-typescript, unformatted",
    makes: "types",
    async load() {
      const { compile } = await import("json-schema-to-typescript");
      const options = { format: false, ignoreMinAndMaxItems: true, bannerComment: "" };
      return async (providers) => {
        const texts = [];
        for (const provider of providers)
          texts.push(await compile(choiceSchema(provider), typeName(provider.id), options));
        return sum(texts);
      };
    },
  },
  quicktype: {
    label: "quicktype",
    makes: "types",
    async load() {
      const { InputData, JSONSchemaInput, FetchingJSONSchemaStore, quicktype } = await import(
        "quicktype-core"
      );
      return async (providers) => {
        const texts = [];
        for (const provider of providers) {
          const schemas = new JSONSchemaInput(new FetchingJSONSchemaStore());
          await schemas.addSource({
            name: typeName(provider.id),
            schema: JSON.stringify(choiceSchema(provider)),
          });
          const inputData = new InputData();
          inputData.addInput(schemas);
          const { lines } = await quicktype({
            inputData,
            lang: "typescript",
            rendererOptions: { "just-types": "true" },
          });
          texts.push(lines.join("\n"));
        }
        return sum(texts);
      };
    },
  },
  "openapi-typescript": {
    label: "openapi-typescript, all in one document",
    makes: "types",
    async load() {
      const { default: openapi, astToString } = await import("openapi-typescript");
      return async (providers) => {
        const schemas = Object.fromEntries(
          providers.map((provider) => [typeName(provider.id), choiceSchema(provider)]),
        );
        const document = {
          openapi: "3.1.0",
          info: { title: "t", version: "1" },
          paths: {},
          components: { schemas },
        };
        return astToString(await openapi(document)).length;
      };
    },
  },
  "json-schema-to-zod": {
    label: "json-schema-to-zod",
    makes: "Zod schemas",
    async load() {
      const { jsonSchemaToZod } = await import("json-schema-to-zod");
      return async (providers) =>
        sum(
          providers.map((provider) =>
            jsonSchemaToZod(choiceSchema(provider), { module: "esm", name: provider.id }),
          ),
        );
    },
  },
  "ajv-standalone": {
    label: "ajv standalone",
    makes: "validators",
    async load() {
      const { standaloneModule } = await import("./ajv-standalone.mjs");
      return async (providers) => sum(providers.map((provider) => standaloneModule(choiceSchema(provider))));
    },
  },
};
