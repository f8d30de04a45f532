import { closest } from "../../src/diagnostics/suggest.js";
import { type DocumentPath, toPointer } from "../../src/source/json-pointer.js";
import { isSchema } from "../../src/validation/schema-keywords.js";
import { locateFile } from "../manifest/locate-file.js";
import { folderOf } from "../manifest/paths.js";
import type { Project } from "../manifest/project.js";
import { pathCodes } from "./path-codes.js";
import type { SchemaFiles } from "./schema-files.js";
import {
  followPointer,
  identifierAt,
  joinUri,
  namesOf,
  type SchemaResource,
  type SchemaTarget,
  scopeOf,
} from "./schema-resource.js";

/** Why a `$ref` cannot be followed. */
export interface ReferenceFault {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

export type ResolvedReference =
  | { readonly target: SchemaTarget; readonly fault?: undefined }
  | { readonly target?: undefined; readonly fault: ReferenceFault }
  /** The file it leads to has faults of its own, which have been reported. */
  | { readonly target?: undefined; readonly fault?: undefined };

/** Follows the `$ref` of the schema at `path`: to a fragment, an `$id` of the same file, or another local file. */
export async function resolveReference(
  project: Project,
  files: SchemaFiles,
  resource: SchemaResource,
  path: DocumentPath,
  reference: string,
): Promise<ResolvedReference> {
  const hash = reference.indexOf("#");
  const location = hash === -1 ? reference : reference.slice(0, hash);
  const fragment = decode(hash === -1 ? "" : reference.slice(hash + 1));
  if (fragment === undefined) {
    return { fault: notFound(reference, "it is not percent-encoded correctly") };
  }
  if (location === "") return followFragment(resource, scopeOf(resource, path), reference, fragment);

  const uri = joinUri(identifierAt(resource, path), location);
  const named = uri === undefined ? undefined : namesOf(resource).identifiers.get(uri);
  if (named !== undefined) return followFragment(resource, named, reference, fragment);
  if (/^(?:[a-z][a-z0-9+.-]+:|\/\/)/i.test(location)) {
    const message = `remote $ref ${JSON.stringify(reference)} is not supported`;
    return { fault: { code: "manifest-remote-ref", message, hint: "copy the schema into the project" } };
  }

  const decoded = decode(location) ?? location;
  const located = await locateFile(project, folderOf(resource.file), decoded);
  if (!located.ok) {
    const { problem, reason, hint } = located;
    const code = pathCodes[problem] ?? "manifest-ref-not-found";
    return { fault: { code, message: `the file of $ref ${JSON.stringify(reference)} ${reason}`, hint } };
  }
  const opened = await files.open(located.path);
  if (opened.resource === undefined) {
    if (opened.failure === undefined) return {};
    const message = `the file of $ref ${JSON.stringify(reference)} ${opened.failure}`;
    return { fault: { code: "manifest-schema-unreadable", message } };
  }
  return followFragment(opened.resource, [], reference, fragment);
}

function followFragment(
  resource: SchemaResource,
  scope: DocumentPath,
  reference: string,
  fragment: string,
): ResolvedReference {
  if (fragment !== "" && !fragment.startsWith("/")) {
    const { anchors } = namesOf(resource);
    const prefix = `${toPointer(scope)}#`;
    const path = anchors.get(prefix + fragment);
    if (path !== undefined) return checked(resource, path, reference);
    const names = [...anchors.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
    return {
      fault: notFound(reference, `there is no $anchor ${JSON.stringify(fragment)}`, closest(fragment, names)),
    };
  }
  const result = followPointer(resource, scope, fragment);
  if (result.found) return checked(resource, result.path, reference);
  const near = closest(result.key, result.siblings);
  return { fault: notFound(reference, `there is no ${JSON.stringify(result.key)}`, near) };
}

function checked(resource: SchemaResource, path: DocumentPath, reference: string): ResolvedReference {
  const result = followPointer(resource, [], toPointer(path));
  const value = result.found ? result.value : undefined;
  if (!isSchema(value)) return { fault: notFound(reference, "what it leads to is not a schema") };
  return { target: { resource, path, value } };
}

function notFound(reference: string, reason: string, near?: string): ReferenceFault {
  return {
    code: "manifest-ref-not-found",
    message: `$ref ${JSON.stringify(reference)} leads nowhere: ${reason}`,
    hint: near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
