import { Ajv2020 } from "ajv/dist/2020.js";
import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { KindDescription } from "../../src/contract/kind.js";
import type { KindTable, ProviderEntry } from "../../src/contract/table.js";
import type { ValidateFunction, ValidatorModule } from "../../src/contract/validator.js";
import { checkDocument } from "../../src/document/check-document.js";
import type { DocumentDefinition } from "../../src/document/document-definition.js";
import type { CheckDocumentOptions, CheckedDocument } from "../../src/document/document-result.js";
import { createRegistry } from "../../src/registry/create-registry.js";
import type { AnyRegistry } from "../../src/registry/registry-types.js";
import { parseSource } from "../../src/source/parse-source.js";
import { validatorOptions } from "../../src/validation/checkers/validator-options.js";
import { closeObjects } from "../../src/validation/schemas/close-objects.js";
import { composeConfig } from "../../src/validation/schemas/compose-config.js";

const modules = new Map<string, ValidatorModule>();

/** What a generated validator module exports. */
function validatorModule(schema: JsonSchema): ValidatorModule {
  const key = JSON.stringify(schema);
  const known = modules.get(key);
  if (known !== undefined) return known;
  const validate = new Ajv2020(validatorOptions).compile(schema);
  const module = { validate: validate as unknown as ValidateFunction, schema };
  modules.set(key, module);
  return module;
}

export interface TestKind extends Partial<KindDescription> {
  readonly id: string;
  readonly shared?: JsonSchemaObject;
  readonly providers: {
    readonly [id: string]: JsonSchema | { readonly schema: JsonSchema; readonly deprecated: string };
  };
}

/** A registry as generated code makes it. `loaded` collects what was loaded: `backend/generic` for a validator. */
function testRegistry(kind: TestKind, loaded: string[] = []): AnyRegistry {
  const { providers, shared, ...rest } = kind;
  const entries = Object.entries(providers).map(([id, given]): [string, ProviderEntry] => {
    const { schema: own, deprecated } =
      typeof given === "object" && "schema" in given
        ? (given as { schema: JsonSchema; deprecated: string })
        : { schema: given as JsonSchema };
    const schema = composeConfig({
      id,
      own,
      ...(rest.config && { placement: rest.config }),
      ...(shared && { shared }),
    });
    const entry = {
      ...{ id, title: id, description: "", capabilities: {}, requires: { npm: {}, commands: [] } },
      ...(deprecated !== undefined && { deprecated }),
      load: () => Promise.reject(new Error("checking a document must load no provider")),
      validator: async () => {
        loaded.push(`${kind.id}/${id}`);
        return validatorModule(schema);
      },
    };
    return [id, entry];
  });
  const table: KindTable = {
    ...{ title: kind.id, description: "", noun: "provider", onDuplicate: "error", routing: {}, ...rest },
    ...(shared && { shared }),
    providers: Object.fromEntries(entries),
  };
  return createRegistry(table) as AnyRegistry;
}

export const text = { type: "string" } as const;
const argv = { type: "array", minItems: 1, items: text } as const;

/** Kinds like those of the systems that provc serves, with a bit of everything. */
export const backendKind: TestKind = {
  id: "backend",
  config: { at: ["backend"], form: "keyed", selector: "provider", map: "providers" },
  shared: { properties: { region: { enum: ["eu", "us"] } } },
  providers: {
    generic: {
      type: "object",
      properties: {
        dev: {
          type: "object",
          properties: {
            command: argv,
            workdir: { type: "string", default: "." },
            env: { type: "object", additionalProperties: { type: ["string", "number", "boolean"] } },
            port: { type: "integer", minimum: 1, "x-env": "GENERIC_PORT" },
            cmd: { ...argv, deprecated: true, description: "The program. Use command instead." },
          },
          required: ["command"],
        },
        build: { type: "object", properties: { dockerfile: { type: "string", default: "Dockerfile" } } },
      },
    },
    "encore-ts": {
      properties: {
        entrypoint: text,
        token: { type: "string", minLength: 8, "x-secret": true, "x-env": "ENCORE_TOKEN" },
        secrets: {
          type: "object",
          additionalProperties: { type: "string", pattern: "^s3", "x-secret": true },
        },
        debug: { type: "boolean" },
      },
      required: ["entrypoint"],
    },
    old: { schema: { properties: {} }, deprecated: "use generic instead" },
  },
};

export const migrationKind: TestKind = {
  id: "migration",
  noun: "engine",
  config: { at: ["databases", "*", "migrations"], form: "inline", selector: "engine", subject: "database" },
  shared: {
    properties: {
      path: { type: "string", minLength: 1 },
      strategy: { enum: ["pre_deploy", "post_deploy", "manual"], default: "pre_deploy" },
    },
    required: ["path"],
  },
  providers: {
    drizzle: { properties: { config_file: text } },
    knex: { properties: { knexfile: text, client: text } },
    prisma: { properties: { schema_path: text }, required: ["schema_path"] },
    raw: {
      properties: { table: { type: "string", default: "schema_migrations" }, strict: { type: "boolean" } },
    },
  },
};

export const isolationKind: TestKind = {
  id: "isolation",
  noun: "backend",
  config: { at: ["isolation"], form: "keyed", selector: "use", map: "backends" },
  routing: { auto: { rules: [{ when: { runtime: ["node"] }, use: "isolate" }, { use: "microvm" }] } },
  providers: {
    isolate: { properties: { memory: { type: "integer" } } },
    microvm: { properties: { kernel: text } },
  },
};

export const queueKind: TestKind = {
  id: "queue",
  config: { at: ["queues", "*"], form: "inline", selector: "type" },
  routing: { best: { rules: [{ use: "memory" }] } },
  shared: {
    properties: { size: { type: "integer" }, batch: { type: "integer" } },
    dependentRequired: { batch: ["size"] },
    allOf: [{ $ref: "#/$defs/bounded" }],
    $defs: {
      bounded: {
        properties: { limit: { type: "integer" }, overflow: { enum: ["drop", "refuse"] } },
        if: { required: ["limit"] },
        // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
        then: { required: ["overflow"] },
      },
    },
  },
  providers: { memory: {}, redis: { properties: { url: { ...text, "x-secret": true } }, required: ["url"] } },
};

const anything = true;

export const baseSchema: JsonSchema = closeObjects({
  type: "object",
  required: ["project"],
  properties: {
    project: {
      type: "object",
      required: ["name"],
      properties: {
        name: { type: "string", minLength: 1 },
        account: text,
        replicas: { type: "number" },
        public: { type: "boolean" },
      },
    },
    license: { type: "string", "x-secret": true, maxLength: 40 },
    backend: {
      type: "object",
      properties: { provider: anything, providers: anything, region: { enum: ["eu", "us"] } },
      additionalProperties: false,
    },
    isolation: {
      type: "object",
      properties: { use: anything, backends: anything },
      additionalProperties: false,
    },
    queues: { type: "object", additionalProperties: anything },
    databases: {
      type: "object",
      additionalProperties: {
        type: "object",
        properties: {
          connection_env: { type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_]*$" },
          migrations: anything,
        },
      },
    },
  },
});

export interface TestDefinition extends DocumentDefinition {
  readonly backend: AnyRegistry;
  readonly migration: AnyRegistry;
  /** The validators that were loaded. */
  readonly loaded: string[];
}

/** A definition of its own for each test, because registries can be changed. */
export function testDefinition(): TestDefinition {
  const loaded: string[] = [];
  const [backend, migration, ...others] = [backendKind, migrationKind, isolationKind, queueKind].map((kind) =>
    testRegistry(kind, loaded),
  ) as [AnyRegistry, AnyRegistry, ...AnyRegistry[]];
  return {
    title: "Test configuration",
    files: ["test.yml", "test.json", "test.config.ts"],
    validator: async () => validatorModule(baseSchema),
    registries: [backend, migration, ...others],
    ...{ backend, migration, loaded },
  };
}

/** Checks a text as the file `a.yml`, or another one. */
export function check(
  source: string,
  options: CheckDocumentOptions & { readonly file?: string; readonly definition?: DocumentDefinition } = {},
): Promise<CheckedDocument> {
  const { file = "a.yml", definition = testDefinition() } = options;
  return checkDocument(parseSource(source, { file }), definition, options);
}

/** `line:column-endColumn code message | hint`, one for each diagnostic; warnings are marked. */
export function lines({ diagnostics }: CheckedDocument): string[] {
  return diagnostics.map(({ line, column, endLine, endColumn, severity, code, message, hint }) => {
    const end = endLine === line ? endColumn : `${endLine}:${endColumn}`;
    const sign = severity === "warning" ? "warning " : "";
    return `${line}:${column}-${end} ${sign}${code} ${message}${hint === undefined ? "" : ` | ${hint}`}`;
  });
}
