/** A manifest that uses every field there is, so that mutations reach all of them. */
export const seedManifest = `version: 1
import-extension: ts
document:
  title: Relay configuration
  files: [relay.yml, relay.json]
  schema: ./src/document.schema.yaml
kinds:
  voice:
    title: Voice
    description: Speaks and listens.
    noun: engine
    contract: ./src/contract.ts#Contract
    config: {at: 'voices.*.engine', form: inline, selector: engine, subject: voice, shared: {properties: {lang: {type: string, default: en}}}}
    capabilities: {type: object, properties: {runtimes: {type: array, items: {type: string}}}}
    routing:
      auto: {inputs: {runtime: [wasm, node]}, rules: [{when: {runtime: wasm}, use: two}, {use: one}]}
    providers:
      one: {title: One, description: The first., module: './src/one.ts#named', requires: {npm: {pg: ^8}, commands: [git]}}
      two:
        module: ./src/two.ts
        deprecated: use one instead
        schema: {type: object, required: [a], properties: {a: {$ref: '#/$defs/z'}, b: {anyOf: [{type: string}, true]}}, $defs: {z: {enum: [1, b], examples: [1]}}}
        capabilities: {runtimes: [wasm]}
  cache:
    contract: ./src/contract.ts#Contract
    on-duplicate: first
    config: {at: cache, form: keyed, selector: provider, map: providers}
    providers:
      redis: {module: ./src/two.ts, schema: ./src/fuzzed.yaml}
`;

/** A schema with the keywords in use. */
export const seedSchema = `$schema: https://json-schema.org/draft/2020-12/schema
type: object
title: Redis
description: Settings.
required: [url]
properties:
  url: {type: string, format: uri, x-secret: true, x-env: REDIS_URL, minLength: 1, maxLength: 200}
  mode: {enum: [single, cluster, 3, null, true], default: single}
  size: {type: [integer, 'null'], minimum: 0, exclusiveMaximum: 1000, multipleOf: 2, default: 4}
  name: {type: string, pattern: '^[a-z]+$', examples: [abc], deprecated: true}
  hosts: {type: array, minItems: 1, maxItems: 4, uniqueItems: true, items: {$ref: '#/$defs/host'}, contains: {type: object}}
  pair: {type: array, prefixItems: [{type: string}, {const: 2}], items: false}
  nested: {$ref: '#/$defs/tree'}
  choice:
    oneOf:
      - {type: object, properties: {kind: {const: a}, x: {type: number}}, required: [kind]}
      - {type: object, properties: {kind: {const: b}, y: {type: number}}, required: [kind]}
  labels: {type: object, propertyNames: {pattern: '^[a-z]'}, patternProperties: {'^x-': {type: number}}, additionalProperties: {type: string}}
if: {properties: {mode: {const: cluster}}, required: [mode]}
then: {required: [hosts]}
else: {not: {required: [pair]}}
dependentRequired: {pair: [name]}
allOf: [{anyOf: [{required: [url]}, {required: [hosts]}]}]
$defs:
  host: {type: object, properties: {host: {type: string, format: hostname}, port: {type: integer, maximum: 65535}}, required: [host]}
  tree: {type: object, properties: {left: {$ref: '#/$defs/tree'}, value: {type: boolean}}, additionalProperties: false}
`;

/** The project that manifest and schema belong to: path → text. */
export const seedProject: { readonly [path: string]: string } = {
  "package.json": '{"name":"seed","private":true,"type":"module"}\n',
  "tsconfig.json": '{"compilerOptions":{"module":"nodenext","strict":true,"lib":["es2022"],"types":[]}}\n',
  "src/contract.ts": "export interface Contract { readonly name: string }\n",
  "src/one.ts": 'export const named = { name: "one" };\nexport default named;\n',
  "src/two.ts": 'export default { name: "two" };\n',
  "src/document.schema.yaml": "type: object\nproperties: {name: {type: string}}\n",
  "src/fuzzed.yaml": seedSchema,
  "src/fuzzed.json": "{}",
  "providers.manifest.yaml": seedManifest,
};
