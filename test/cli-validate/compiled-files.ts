import { emitArtefacts } from "../../generator/emit/emit-artefacts.js";
import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import {
  backendKind,
  baseSchema,
  isolationKind,
  migrationKind,
  queueKind,
  type TestKind,
} from "../document/support.js";
import { modelOf } from "../generator/model/support.js";

const modules = {
  "src/contract.ts": "export interface Contract {}\n",
  "src/one.ts": "export default {};\n",
};

/** The manifest of the kinds that the tests of documents work with. JSON is YAML, too. */
function manifest(): string {
  const { properties = {}, ...rest } = baseSchema as JsonSchemaObject;
  const kinds = [backendKind, migrationKind, isolationKind, queueKind];
  const places = new Set(["backend", "isolation", "queues"]);
  const own = Object.entries(properties).filter(([name]) => !places.has(name));
  const databases = {
    type: "object",
    additionalProperties: {
      type: "object",
      properties: { connection_env: { type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_]*$" } },
    },
  };
  const schema = { ...rest, properties: { ...Object.fromEntries(own), databases } };
  return JSON.stringify({
    version: 1,
    document: { title: "Test configuration", files: ["test.yml", "test.json"], schema },
    kinds: Object.fromEntries(kinds.map((kind) => [kind.id, kindEntry(kind)])),
  });
}

function kindEntry({ noun, config, shared, routing, providers }: TestKind): object {
  const entries = Object.entries(providers).map(([id, given]) => {
    const isRecord = typeof given === "object" && "schema" in given;
    return [id, { module: "./src/one.ts", ...(isRecord ? given : { schema: given }) }];
  });
  return {
    ...(noun !== undefined && { noun }),
    contract: "./src/contract.ts#Contract",
    config: { ...config, at: config?.at.join("."), ...(shared !== undefined && { shared }) },
    ...(routing !== undefined && { routing }),
    providers: Object.fromEntries(entries),
  };
}

/** The files of a project with those kinds, compiled by the compiler: path → text. */
export async function compiledFiles(): Promise<{ [path: string]: string }> {
  const text = manifest();
  const generated = await emitArtefacts(await modelOf(text, modules));
  return {
    ...modules,
    "package.json": '{ "type": "module" }\n',
    "providers.manifest.yaml": text,
    ...Object.fromEntries(generated.map(({ path, content }) => [`generated/${path}`, content])),
  };
}
