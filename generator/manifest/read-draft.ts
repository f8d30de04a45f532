import type { DocumentPath } from "../../src/source/json-pointer.js";
import { isObject, ownValue } from "../../src/validation/json-value.js";
import { importExtensions } from "./import-path.js";
import type {
  DocumentDraft,
  KindDraft,
  ManifestDraft,
  PlacementDraft,
  ProviderDraft,
  SchemaDraft,
} from "./manifest-draft.js";
import { readRouting } from "./read-routing-draft.js";

type Fields = { readonly [key: string]: unknown };

/** Picks what can be read out of a manifest's plain data; never fails. */
export function readDraft(value: unknown): ManifestDraft {
  const manifest = isObject(value) ? value : {};
  const document = ownValue(manifest, "document");
  return {
    importExtension: oneOf(manifest, "import-extension", importExtensions),
    document: isObject(document) ? readDocument(document) : undefined,
    kinds: entries(ownValue(manifest, "kinds")).map(([id, kind]) => readKind(id, kind, ["kinds", id])),
  };
}

function readDocument(document: Fields): DocumentDraft {
  const path = ["document"];
  const files = ownValue(document, "files");
  return {
    path,
    title: text(document, "title"),
    files: (Array.isArray(files) ? files : []).flatMap((name: unknown, index) =>
      typeof name === "string" ? [{ name, path: [...path, "files", index] }] : [],
    ),
    schema: schema(document, "schema", path),
  };
}

function readKind(id: string, kind: Fields, path: DocumentPath): KindDraft {
  const config = ownValue(kind, "config");
  return {
    id,
    path,
    title: text(kind, "title"),
    description: text(kind, "description"),
    noun: text(kind, "noun"),
    contract: text(kind, "contract"),
    config: isObject(config) ? readPlacement(config, [...path, "config"]) : undefined,
    onDuplicate: oneOf(kind, "on-duplicate", ["error", "override", "first"] as const),
    capabilities: schema(kind, "capabilities", path),
    routing: entries(ownValue(kind, "routing")).map(([virtualId, table]) =>
      readRouting(virtualId, table, [...path, "routing", virtualId]),
    ),
    providers: entries(ownValue(kind, "providers")).map(([providerId, provider]) =>
      readProvider(providerId, provider, [...path, "providers", providerId]),
    ),
  };
}

function readPlacement(config: Fields, path: DocumentPath): PlacementDraft {
  return {
    path,
    at: segments(text(config, "at")),
    form: oneOf(config, "form", ["keyed", "inline"] as const),
    selector: text(config, "selector") ?? "provider",
    map: text(config, "map"),
    subject: text(config, "subject"),
    shared: schema(config, "shared", path),
  };
}

/** Undefined also of a path with a gap, as in `jobs..sandbox`: its fault is told, and nothing follows from it. */
function segments(dotted: string | undefined): string[] | undefined {
  const names = dotted?.split(".");
  return names?.includes("") ? undefined : names;
}

function readProvider(id: string, provider: Fields, path: DocumentPath): ProviderDraft {
  const capabilities = ownValue(provider, "capabilities");
  const requires = ownValue(provider, "requires");
  const npm = isObject(requires) ? ownValue(requires, "npm") : undefined;
  const commands = isObject(requires) ? ownValue(requires, "commands") : undefined;
  return {
    id,
    path,
    title: text(provider, "title"),
    description: text(provider, "description"),
    module: text(provider, "module"),
    schema: schema(provider, "schema", path),
    capabilities: capabilities === undefined ? {} : isObject(capabilities) ? capabilities : undefined,
    hasCapabilities: capabilities !== undefined,
    npm: Object.fromEntries(
      Object.entries(isObject(npm) ? npm : {}).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string",
      ),
    ),
    commands: (Array.isArray(commands) ? commands : []).filter(
      (command: unknown): command is string => typeof command === "string",
    ),
    deprecated: text(provider, "deprecated"),
  };
}

/** The entries of a map of maps; what is not a map counts as an empty one, so that its id stays known. */
function entries(value: unknown): [string, Fields][] {
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, fields]) => [key, isObject(fields) ? fields : {}]);
}

function text(fields: Fields, key: string): string | undefined {
  const value = ownValue(fields, key);
  return typeof value === "string" ? value : undefined;
}

function oneOf<Value extends string>(
  fields: Fields,
  key: string,
  values: readonly Value[],
): Value | undefined {
  const value = text(fields, key);
  return values.find((known) => known === value);
}

function schema(fields: Fields, key: string, path: DocumentPath): SchemaDraft | undefined {
  const value = ownValue(fields, key);
  const isSchema = typeof value === "string" || typeof value === "boolean" || isObject(value);
  return isSchema ? { path: [...path, key], value } : undefined;
}
