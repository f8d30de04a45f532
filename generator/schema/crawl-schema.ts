import type { Findings, RelatedOrigin } from "../manifest/findings.js";
import type { Project } from "../manifest/project.js";
import { keywordFaults } from "./keyword-faults.js";
import { resolveReference } from "./resolve-reference.js";
import type { SchemaFiles } from "./schema-files.js";
import { originOf, type SchemaTarget, targetKey } from "./schema-resource.js";
import { allSubschemas } from "./subschemas.js";

/** What is told with each fault: who uses the schema. */
export interface SchemaUser {
  readonly kind?: string | undefined;
  readonly provider?: string | undefined;
  readonly related: readonly RelatedOrigin[];
}

/** Every schema that one schema consists of, also in other files. */
export interface CrawledSchema {
  readonly entry: SchemaTarget;
  /** Key of the place that has a `$ref` → where it leads. */
  readonly links: ReadonlyMap<string, SchemaTarget>;
  /** False when anything is wrong with the schema. */
  readonly sound: boolean;
}

/** Visits a schema and all that it refers to; reports every fault of a keyword or a reference. */
export async function crawlSchema(
  project: Project,
  files: SchemaFiles,
  findings: Findings,
  entry: SchemaTarget,
  user: SchemaUser,
): Promise<CrawledSchema> {
  const links = new Map<string, SchemaTarget>();
  const visited = new Set<string>();
  const queue = [entry];
  let sound = true;
  // The queue grows while it is walked.
  for (const { resource, path: start, value } of queue) {
    for (const { schema, path } of allSubschemas(value, start)) {
      const key = targetKey({ resource, path });
      if (visited.has(key)) continue;
      visited.add(key);
      const isOwn = resource === entry.resource;
      const context = {
        kind: user.kind,
        provider: user.provider,
        ...(isOwn && resource.isInline ? {} : { related: user.related }),
      };
      for (const [keyword, keywordValue] of Object.entries(schema)) {
        for (const fault of keywordFaults(keyword, keywordValue)) {
          sound = false;
          const at = originOf({ resource, path: [...path, ...fault.path] });
          findings.add({ ...context, ...fault, at });
        }
      }
      if (typeof schema.$ref !== "string") continue;
      const { target, fault } = await resolveReference(project, files, resource, path, schema.$ref);
      if (target !== undefined) {
        links.set(key, target);
        queue.push(target);
        continue;
      }
      sound = false;
      if (fault !== undefined) {
        findings.add({ ...context, ...fault, at: originOf({ resource, path: [...path, "$ref"] }) });
      }
    }
  }
  return { entry, links, sound };
}
