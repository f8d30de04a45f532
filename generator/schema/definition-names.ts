import { toPointer } from "../../src/source/json-pointer.js";
import { byCodeUnit } from "../../src/validation/json-value.js";
import { folderOf, relativePath } from "../manifest/paths.js";
import { type SchemaTarget, targetKey } from "./schema-resource.js";

/**
 * Names the definitions of a bundled schema: by their own names, with the file's name before it where two files
 * define the same name, with a number where nothing else helps. A name does not depend on the order of references.
 */
export function nameDefinitions(
  entry: SchemaTarget,
  targets: readonly SchemaTarget[],
): ReadonlyMap<string, string> {
  const folder = folderOf(entry.resource.file);
  const ordered = targets
    .map((target) => ({
      target,
      rank: rankOf(entry, target),
      way: relativePath(folder, target.resource.file),
    }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        byCodeUnit(a.way, b.way) ||
        byCodeUnit(toPointer(a.target.path), toPointer(b.target.path)),
    );
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { target } of ordered) {
    const short = ownName(target);
    const long = target.path.length === 0 ? short : `${clean(target.resource.name)}-${short}`;
    let name = taken.has(short) ? long : short;
    for (let number = 2; taken.has(name); number++) name = `${long}-${number}`;
    taken.add(name);
    names.set(targetKey(target), name);
  }
  return names;
}

/** What the schema's own file defines keeps its plain name whatever other files define. */
function rankOf(entry: SchemaTarget, { resource, path }: SchemaTarget): number {
  if (resource.key !== entry.resource.key) return 2;
  return path.length === 2 && (path[0] === "$defs" || path[0] === "definitions") ? 0 : 1;
}

function ownName({ resource, path }: SchemaTarget): string {
  const last = path.at(-1);
  return clean(last === undefined ? resource.name : String(last));
}

/** Names end up in `$ref`s and type names, so they are plain. */
function clean(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[-_]+|[-_]+$/g, "") || "schema";
}
