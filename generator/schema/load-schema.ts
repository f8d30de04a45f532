import type { JsonSchema } from "../../src/contract/json-schema.js";
import { type DocumentPath, toPointer } from "../../src/source/json-pointer.js";
import type { SourceDocument } from "../../src/source/source-document.js";
import { isSchema } from "../../src/validation/schema-keywords.js";
import type { Finding, Findings, Origin } from "../manifest/findings.js";
import { locateFile } from "../manifest/locate-file.js";
import type { SchemaDraft } from "../manifest/manifest-draft.js";
import type { Project } from "../manifest/project.js";
import {
  type Answer,
  digestOf,
  emptyDigest,
  laterAnswer,
  type Memo,
  parseAnswer,
  remember,
} from "../memo.js";
import { type BundledSchema, bundleSchema } from "./bundle-schema.js";
import { type CrawledSchema, crawlSchema, type SchemaUser } from "./crawl-schema.js";
import { pathCodes } from "./path-codes.js";
import { findCircle, findDeepChain, maxReferenceDepth } from "./reference-graph.js";
import type { SchemaFiles } from "./schema-files.js";
import { originOf, type SchemaResource } from "./schema-resource.js";

/** What loading schemas needs, the same for all schemas of a manifest. */
export interface SchemaLoading {
  readonly project: Project;
  readonly manifest: SourceDocument;
  readonly files: SchemaFiles;
  readonly findings: Findings;
  readonly memo?: Memo | undefined;
}

/** Who a schema belongs to, and how it is called in messages. */
export interface SchemaOwner {
  readonly kind?: string;
  readonly provider?: string;
  /** To follow "the schema of": `provider "generic"`, say. */
  readonly title: string;
}

/** Loads a schema that the manifest writes or names; undefined when something is wrong with it, which is reported. */
export async function loadSchema(
  loading: SchemaLoading,
  draft: SchemaDraft,
  owner: SchemaOwner,
): Promise<BundledSchema | undefined> {
  const { memo } = loading;
  const resource = await openResource(loading, draft, owner);
  if (resource === undefined) return undefined;
  const question = { stage: "schema/1", input: memo === undefined ? "" : resource.digest };
  const known = laterAnswer(memo, question);
  if (known !== undefined && known.digest !== emptyDigest) return new RememberedSchema(resource, known);
  if (!resource.isInline && !isSchema(resource.value)) {
    const reason = "is not a schema: the file does not hold a mapping";
    return reportSchema(loading, draft, owner, "manifest-schema-invalid", reason);
  }
  let bundled: BundledSchema | undefined;
  const work = async (): Promise<string> => {
    const fresh = await crawlAndBundle(loading, draft, owner, resource);
    bundled = fresh?.bundled;
    // What another file says, or a finding, is nothing to remember.
    return fresh?.standsAlone === true ? JSON.stringify(fresh.bundled.schema) : "";
  };
  await remember(memo, question, work, (answer) => answer !== "");
  return bundled;
}

/** A schema that stands alone and was found sound before; it is read when it is asked for. */
class RememberedSchema implements BundledSchema {
  readonly digest: string;
  readonly #resource: SchemaResource;
  readonly #answer: Answer;
  #schema: JsonSchema | undefined;

  constructor(resource: SchemaResource, answer: Answer) {
    this.digest = answer.digest;
    this.#resource = resource;
    this.#answer = answer;
  }

  get schema(): JsonSchema {
    this.#schema ??= parseAnswer(this.#answer) as JsonSchema;
    return this.#schema;
  }

  locate(path: DocumentPath): Origin {
    return originOf({ resource: this.#resource, path });
  }
}

/** A schema with all that it refers to; it stands alone if that is nothing. */
async function crawlAndBundle(
  loading: SchemaLoading,
  draft: SchemaDraft,
  owner: SchemaOwner,
  resource: SchemaResource,
): Promise<{ readonly bundled: BundledSchema; readonly standsAlone: boolean } | undefined> {
  const { project, manifest, files, findings } = loading;
  const { kind, provider } = owner;
  const related = [{ document: manifest, path: draft.path, message: `the schema of ${owner.title}` }];
  const user: SchemaUser = { kind, provider, related: resource.isInline ? [] : related };
  const report = (finding: Finding): undefined => findings.add({ ...user, ...finding });
  const entry = { resource, path: [], value: resource.value };
  const crawled = await crawlSchema(project, files, findings, entry, user);
  if (!crawled.sound) return undefined;
  const fault = graphFault(crawled);
  if (fault !== undefined) return report(fault);
  return { bundled: bundleSchema(crawled), standsAlone: crawled.links.size === 0 };
}

function graphFault(crawled: CrawledSchema): Finding | undefined {
  if (crawled.links.size === 0) return undefined;
  const circle = findCircle(crawled);
  if (circle !== undefined) {
    return {
      code: "manifest-ref-circle",
      message: "this $ref leads back to itself without a step into the value",
      at: originOf({ resource: circle.at.target.resource, path: circle.at.path }),
    };
  }
  const deep = findDeepChain(crawled);
  if (deep === undefined) return undefined;
  return {
    code: "manifest-schema-invalid",
    message: `more than ${maxReferenceDepth} schemas lead to this $ref, one through another`,
    at: originOf({ resource: deep.at.target.resource, path: deep.at.path }),
  };
}

async function openResource(
  loading: SchemaLoading,
  draft: SchemaDraft,
  owner: SchemaOwner,
): Promise<SchemaResource | undefined> {
  const { project, manifest, files } = loading;
  const { value, path } = draft;
  if (typeof value !== "string") {
    const key = `${project.manifestPath}#${toPointer(path)}`;
    return {
      key,
      file: project.manifestPath,
      document: manifest,
      base: path,
      value,
      get digest() {
        return digestOf(value);
      },
      name: "root",
      isInline: true,
    };
  }
  const report = (code: string, reason: string, hint?: string): undefined =>
    reportSchema(loading, draft, owner, code, reason, hint);
  const located = await locateFile(project, project.folder, value);
  if (!located.ok) {
    const { problem, reason, hint } = located;
    return report(pathCodes[problem] ?? "manifest-schema-not-found", reason, hint);
  }
  const opened = await files.open(located.path);
  if (opened.failure !== undefined) return report("manifest-schema-unreadable", opened.failure);
  return opened.resource;
}

function reportSchema(
  { manifest, findings }: SchemaLoading,
  { value, path }: SchemaDraft,
  { kind, provider, title }: SchemaOwner,
  code: string,
  reason: string,
  hint?: string,
): undefined {
  const message = `the schema ${JSON.stringify(value)} of ${title} ${reason}`;
  return findings.add({ code, message, at: { document: manifest, path }, hint, kind, provider });
}
