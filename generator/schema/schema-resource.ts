import { pathToFileURL } from "node:url";
import { type DocumentPath, fromPointer, toPointer } from "../../src/source/json-pointer.js";
import type { SourceDocument } from "../../src/source/source-document.js";
import { isObject } from "../../src/validation/json-value.js";
import type { Origin } from "../manifest/findings.js";
import { allSubschemas } from "./subschemas.js";

/** A schema file, or a schema that is written inside the manifest. */
export interface SchemaResource {
  /** Tells resources apart: the absolute path, for an inline schema with its place in the manifest. */
  readonly key: string;
  /** Absolute path of the file that the schema is written in. */
  readonly file: string;
  readonly document: SourceDocument;
  /** Where the schema starts in the document. */
  readonly base: DocumentPath;
  /** Of a file that is remembered: read when it is asked for. */
  readonly value: unknown;
  /** What `digestOf` says of the value. */
  readonly digest: string;
  /** What a definition is called that is made of the whole resource. */
  readonly name: string;
  readonly isInline: boolean;
}

/** One schema inside a resource. */
export interface SchemaTarget {
  readonly resource: SchemaResource;
  /** Relative to the resource. */
  readonly path: DocumentPath;
  readonly value: unknown;
}

/** Tells places in schemas apart. */
export function targetKey({ resource, path }: Pick<SchemaTarget, "resource" | "path">): string {
  return `${resource.key}#${toPointer(path)}`;
}

/** Where a place in a schema is written. */
export function originOf({ resource, path }: Pick<SchemaTarget, "resource" | "path">): Origin {
  return { document: resource.document, path: [...resource.base, ...path] };
}

/** A value that a pointer leads to, or how far it led. */
export type PointerResult =
  | { readonly found: true; readonly path: DocumentPath; readonly value: unknown }
  | { readonly found: false; readonly key: string; readonly siblings: readonly string[] };

/** Follows a JSON pointer from a place in the resource. */
export function followPointer(resource: SchemaResource, scope: DocumentPath, pointer: string): PointerResult {
  const path: (string | number)[] = [...scope];
  let value = valueAt(resource.value, scope);
  for (const key of fromPointer(pointer)) {
    if (Array.isArray(value) && /^(?:0|[1-9]\d*)$/.test(key) && Number(key) < value.length) {
      value = value[Number(key)];
      path.push(Number(key));
    } else if (isObject(value) && Object.hasOwn(value, key)) {
      value = value[key];
      path.push(key);
    } else {
      return { found: false, key, siblings: isObject(value) ? Object.keys(value) : [] };
    }
  }
  return { found: true, path, value };
}

function valueAt(root: unknown, path: DocumentPath): unknown {
  let value = root;
  for (const key of path) value = (value as { readonly [key: string | number]: unknown })[key];
  return value;
}

/** The place that `#` means at `path`: the nearest schema around it with an `$id`, or the whole resource. */
export function scopeOf(resource: SchemaResource, path: DocumentPath): DocumentPath {
  let value = resource.value;
  let scope: DocumentPath = [];
  for (const [depth, key] of [...path, undefined].entries()) {
    if (depth > 0 && isObject(value) && isIdentifier(value.$id)) scope = path.slice(0, depth);
    if (key !== undefined) value = (value as { readonly [key: string | number]: unknown })[key];
  }
  return scope;
}

/** Whether an `$id` names the schema; a mere fragment was once how anchors were written. */
export function isIdentifier(id: unknown): id is string {
  return typeof id === "string" && id !== "" && !id.startsWith("#");
}

/** The names that a resource gives to its parts. */
export interface ResourceNames {
  /** Pointer of the scope, `#`, anchor → path. */
  readonly anchors: ReadonlyMap<string, DocumentPath>;
  /** Absolute URI → path. */
  readonly identifiers: ReadonlyMap<string, DocumentPath>;
}

const known = new WeakMap<SchemaResource, ResourceNames>();

/** The `$anchor`s and `$id`s of a resource. */
export function namesOf(resource: SchemaResource): ResourceNames {
  const before = known.get(resource);
  if (before !== undefined) return before;
  const anchors = new Map<string, DocumentPath>();
  const identifiers = new Map<string, DocumentPath>();
  for (const { schema, path } of allSubschemas(resource.value)) {
    if (typeof schema.$anchor === "string") {
      anchors.set(`${toPointer(scopeOf(resource, path))}#${schema.$anchor}`, path);
    }
    const uri = isIdentifier(schema.$id) ? identifierAt(resource, path) : undefined;
    if (uri !== undefined) identifiers.set(uri, path);
  }
  const names = { anchors, identifiers };
  known.set(resource, names);
  return names;
}

/** The absolute URI that relative references at `path` start from: the `$id`s around it, and the file's own address, say. */
export function identifierAt(resource: SchemaResource, path: DocumentPath): string | undefined {
  let value = resource.value;
  let uri: string | undefined = pathToFileURL(resource.file).href;
  for (const key of [...path, undefined]) {
    if (isObject(value) && isIdentifier(value.$id)) uri = joinUri(uri, value.$id);
    if (key !== undefined) value = (value as { readonly [key: string | number]: unknown })[key];
  }
  return uri;
}

/** A reference as an absolute URI without fragment; undefined where it is none. */
export function joinUri(base: string | undefined, reference: string): string | undefined {
  try {
    const uri = new URL(reference, base);
    uri.hash = "";
    return uri.href;
  } catch {
    return undefined;
  }
}
