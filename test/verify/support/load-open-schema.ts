import { Findings } from "../../../generator/manifest/findings.js";
import { createMemoryFileReader } from "../../../generator/manifest/memory-file-reader.js";
import { openProject } from "../../../generator/manifest/project.js";
import { readManifest } from "../../../generator/manifest/read-manifest.js";
import { loadSchema } from "../../../generator/schema/load-schema.js";
import { SchemaFiles } from "../../../generator/schema/schema-files.js";
import type { JsonSchema } from "../../../src/contract/json-schema.js";

/** A schema as codegen has read and bundled it, but not closed; or what codegen says against it. */
export interface OpenSchema {
  readonly schema?: JsonSchema;
  /** `file:line:column code: message`. */
  readonly refusals: readonly string[];
}

/** Takes the text of a schema file through codegen's loader, as far as a schema means there what it means everywhere. */
export async function loadOpenSchema(text: string): Promise<OpenSchema> {
  const files = createMemoryFileReader({
    files: {
      "/project/package.json": "{}",
      "/project/providers.manifest.yaml": "version: 1\nkinds: {}\n",
      "/project/schema.json": text,
    },
  });
  const project = await openProject({ files, cwd: "/project", manifestPath: "providers.manifest.yaml" });
  const findings = new Findings();
  const manifest = await readManifest(project, findings);
  if (manifest === undefined) throw new Error("the manifest cannot be read");
  const loading = { project, manifest, findings, files: new SchemaFiles(project, findings) };
  const bundled = await loadSchema(loading, { value: "./schema.json", path: [] } as never, {
    title: "a test",
  });
  const refusals = findings
    .list()
    .filter(({ severity }) => severity === "error")
    .map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`);
  return { ...(bundled === undefined ? {} : { schema: bundled.schema }), refusals };
}
