import { closest } from "../../src/diagnostics/suggest.js";
import { folderOf, isInside, relativePath, resolvePath } from "./paths.js";
import type { Project } from "./project.js";

/** What can be wrong with a path in a manifest or in a `$ref`. */
export type PathProblem = "invalid" | "outside" | "case" | "missing" | "folder";

export type LocatedFile =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly problem: PathProblem; readonly reason: string; readonly hint?: string };

/**
 * Finds a file by a path relative to `folder`: it has to stay inside the project, also through symbolic links,
 * and to be spelt as on disk, so that what works on one platform works on all.
 */
export async function locateFile(project: Project, folder: string, path: string): Promise<LocatedFile> {
  const malformed = malformedPath(path);
  if (malformed !== undefined) return { ok: false, problem: "invalid", ...malformed };
  const absolute = resolvePath(folder, path);
  if (!isInside(project.root, absolute)) {
    return { ok: false, problem: "outside", reason: "leaves the project", ...outsideHint };
  }
  project.inputs.add(absolute);
  const spelling = await spellAsOnDisk(project, absolute);
  if (spelling !== undefined && spelling !== absolute) {
    const suggestion = suggest(folder, spelling);
    if (spelling.toLowerCase() !== absolute.toLowerCase()) {
      return { ok: false, problem: "missing", reason: "does not exist", ...suggestion };
    }
    return {
      ok: false,
      problem: "case",
      reason: "has other upper and lower case letters on disk",
      ...suggestion,
    };
  }
  const kind = await project.files.kindOf(absolute);
  const real = kind === undefined ? undefined : await project.files.realPath(absolute);
  if (spelling === undefined || real === undefined) {
    return { ok: false, problem: "missing", reason: "does not exist" };
  }
  if (!isInside(project.realRoot, real)) {
    const reason = "leaves the project through a symbolic link";
    return { ok: false, problem: "outside", reason, ...outsideHint };
  }
  if (kind === "folder")
    return {
      ok: false,
      problem: "folder",
      reason: "is a folder",
      ...(await indexHint(project, folder, absolute)),
    };
  return { ok: true, path: absolute };
}

const outsideHint = { hint: "the project is the nearest folder upward with a package.json" };

function malformedPath(path: string): { reason: string; hint?: string } | undefined {
  const relative = "give a path relative to the file that it stands in, such as ./src/provider.ts";
  if (path.trim() === "") return { reason: "is empty", hint: relative };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f\u2028\u2029]/.test(path)) return { reason: "holds control characters" };
  if (path.includes("\\"))
    return { reason: "holds a backslash", hint: `write ${JSON.stringify(path.replaceAll("\\", "/"))}` };
  if (/^[A-Za-z]:/.test(path) || path.startsWith("/")) return { reason: "is absolute", hint: relative };
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) return { reason: "is a URL", hint: relative };
  return undefined;
}

/**
 * The path with each name spelt as on disk. A name that is missing is replaced by the one that was probably meant,
 * if the whole path then exists; undefined when there is none.
 */
async function spellAsOnDisk(project: Project, absolute: string): Promise<string | undefined> {
  const segments = relativePath(project.root, absolute).split("/").filter(Boolean);
  let at = project.root;
  for (const segment of segments) {
    const names = (await project.files.names(at)) ?? new Set();
    const name =
      (names.has(segment) ? segment : undefined) ??
      [...names].find((one) => one.toLowerCase() === segment.toLowerCase()) ??
      withExtension(segment, names) ??
      closest(segment, [...names].sort());
    if (name === undefined) return undefined;
    at = at.endsWith("/") ? at + name : `${at}/${name}`;
  }
  return at;
}

/** The one file that has this name and an extension, as bundlers and compilers would find it. */
function withExtension(name: string, names: Iterable<string>): string | undefined {
  const found = [...names].filter((one) => one.startsWith(`${name}.`) && !one.includes(".", name.length + 1));
  return found.length === 1 ? found[0] : undefined;
}

function suggest(folder: string, absolute: string): { hint: string } {
  return { hint: `did you mean ${JSON.stringify(dotted(relativePath(folder, absolute)))}?` };
}

async function indexHint(project: Project, folder: string, absolute: string): Promise<{ hint?: string }> {
  const names = (await project.files.list(absolute)) ?? [];
  const index = ["index.ts", "index.tsx", "index.mts", "index.js", "index.mjs"].find((name) =>
    names.includes(name),
  );
  return index === undefined ? {} : suggest(folder, resolvePath(absolute, index));
}

/** A relative path that starts with `./` or `../`. */
function dotted(path: string): string {
  return path.startsWith("../") || path.startsWith("./") ? path : `./${path}`;
}

/** The way from the manifest to a file, as the model keeps it. */
export function pathFromManifest(project: Project, absolute: string): string {
  return dotted(relativePath(folderOf(project.manifestPath), absolute));
}
