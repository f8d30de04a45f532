import { type FileReader, maxFileBytes } from "./file-reader.js";

/** What a {@link createMemoryFileReader} holds: absolute path → text, or where a link points. */
export interface MemoryFiles {
  readonly files: { readonly [path: string]: string };
  /** Absolute path of a link to a file or a folder → absolute path of its target. */
  readonly links?: { readonly [path: string]: string };
}

const MAX_LINKS = 40;

/** A file system in memory, case-sensitive, for tests and for callers that have the text already. */
export function createMemoryFileReader({ files, links = {} }: MemoryFiles): FileReader {
  const texts = new Map(Object.entries(files));
  const targets = new Map(Object.entries(links));
  const folders = new Map<string, Set<string>>();
  for (const path of [...texts.keys(), ...targets.keys()]) {
    const segments = path.split("/");
    for (let depth = segments.length - 1; depth > 0; depth--) {
      const folder = segments.slice(0, depth).join("/") || "/";
      const names = folders.get(folder) ?? new Set();
      names.add(segments[depth] as string);
      folders.set(folder, names);
    }
  }

  /** Follows links segment by segment; undefined for a loop. */
  function follow(path: string): string | undefined {
    let rest = path.split("/").slice(1);
    let done = "";
    let followed = 0;
    while (rest.length > 0) {
      const [segment, ...others] = rest;
      const next = `${done}/${segment}`;
      const target = targets.get(next);
      if (target === undefined) {
        done = next;
        rest = others;
      } else {
        if (++followed > MAX_LINKS) return undefined;
        done = "";
        rest = [...target.split("/").slice(1), ...others];
      }
    }
    return done === "" ? "/" : done;
  }

  function kindOf(path: string): "file" | "folder" | undefined {
    const real = follow(path);
    if (real === undefined) return undefined;
    return texts.has(real) ? "file" : folders.has(real) ? "folder" : undefined;
  }

  return {
    read: async (path) => {
      const kind = kindOf(path);
      if (kind !== "file") return { ok: false, failure: kind ?? "missing" };
      const bytes = new TextEncoder().encode(texts.get(follow(path) as string));
      return bytes.length > maxFileBytes ? { ok: false, failure: "too-large" } : { ok: true, bytes };
    },
    list: async (folder) => {
      const names = folders.get(follow(folder) ?? "");
      return names === undefined ? undefined : [...names];
    },
    kindOf: async (path) => kindOf(path),
    realPath: async (path) => (kindOf(path) === undefined ? undefined : follow(path)),
  };
}
