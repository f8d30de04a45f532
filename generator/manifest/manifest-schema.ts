import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import { idPattern } from "./id-pattern.js";
import { importExtensions } from "./import-path.js";
import { documentSection } from "./manifest-schema-document.js";
import { kindSection } from "./manifest-schema-kind.js";

/**
 * The JSON Schema of `providers.manifest.yaml`. Manifests are checked against it, and it is written out for
 * editors, so that they complete and explain the manifest itself.
 */
export const manifestSchema: JsonSchemaObject = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "provc manifest",
  description: "The kinds of provider that a system can plug in, compiled by `provc codegen`.",
  type: "object",
  required: ["version", "kinds"],
  properties: {
    $schema: { description: "The JSON Schema of this file, for editors.", type: "string" },
    version: {
      title: "Manifest version",
      description: "The version of the manifest's own format.",
      const: 1,
    },
    "import-extension": {
      title: "Import extension",
      description: "How generated modules import TypeScript modules: one another, contracts and providers.",
      markdownDescription:
        "How generated modules import TypeScript modules: one another, contracts and providers. `ts` is for " +
        "projects that Node.js runs as they are, and wants `allowImportingTsExtensions` or " +
        "`rewriteRelativeImportExtensions` in `tsconfig.json`.",
      enum: [...importExtensions],
      enumDescriptions: [
        "As the JavaScript that becomes of them: `./registry.js`.",
        "As the files that they are: `./registry.ts`.",
      ],
      default: "js",
    },
    document: documentSection,
    kinds: {
      title: "Kinds",
      description: "The kinds of provider, by id.",
      markdownDescription:
        "The kinds of provider, by id. An id is kebab-case, such as `backend` or `speech-to-text`.",
      type: "object",
      propertyNames: { pattern: idPattern },
      additionalProperties: kindSection,
    },
  },
  patternProperties: {
    "^x-": { description: "Ignored; a place for YAML anchors and for other tools." },
  },
  additionalProperties: false,
  examples: [
    {
      version: 1,
      kinds: {
        storage: {
          title: "Storage",
          contract: "./src/storage/provider.ts#StorageProvider",
          providers: {
            memory: {
              module: "./src/storage/memory/index.ts",
              schema: "./src/storage/memory/config.schema.yaml",
            },
          },
        },
      },
    },
  ],
};
