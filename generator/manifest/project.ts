import type { FileReader } from "./file-reader.js";
import { folderOf, resolvePath } from "./paths.js";

/** What marks the root of a project. */
const markers = ["package.json", ".git"];

/** A file reader that lists each folder once: most paths of a manifest lead through the same few. */
export interface ProjectFiles extends FileReader {
  /** What `list` gives, to look names up in. */
  names(folder: string): Promise<ReadonlySet<string> | undefined>;
}

/** The folder tree that a manifest belongs to; its paths may lead anywhere in there, and nowhere else. */
export interface Project {
  readonly files: ProjectFiles;
  /** Absolute. Diagnostics show paths relative to it. */
  readonly cwd: string;
  /** Absolute. */
  readonly manifestPath: string;
  /** The manifest's folder, which its paths are relative to. */
  readonly folder: string;
  /** The nearest folder upward that holds a `package.json` or `.git`; without one, the manifest's folder. */
  readonly root: string;
  /** `root` with symbolic links followed. */
  readonly realRoot: string;
  /** Every file that was read or looked for. */
  readonly inputs: Set<string>;
}

/** Finds the project of a manifest, which need not exist. */
export async function openProject(options: {
  readonly files: FileReader;
  readonly cwd: string;
  readonly manifestPath: string;
}): Promise<Project> {
  const files = rememberListings(options.files);
  const cwd = resolvePath(options.cwd, ".");
  const manifestPath = resolvePath(cwd, options.manifestPath);
  const folder = folderOf(manifestPath);
  const root = await findRoot(files, folder);
  const realRoot = (await files.realPath(root)) ?? root;
  return { files, cwd, manifestPath, folder, root, realRoot, inputs: new Set([manifestPath]) };
}

async function findRoot(files: FileReader, folder: string): Promise<string> {
  for (let at = folder; ; at = folderOf(at)) {
    for (const marker of markers) {
      if ((await files.kindOf(resolvePath(at, marker))) !== undefined) return at;
    }
    if (at === folderOf(at)) return folder;
  }
}

function rememberListings(files: FileReader): ProjectFiles {
  const listings = new Map<string, Promise<readonly string[] | undefined>>();
  const names = new Map<string, Promise<ReadonlySet<string> | undefined>>();
  const list = (folder: string): Promise<readonly string[] | undefined> => {
    const listing = listings.get(folder) ?? files.list(folder);
    listings.set(folder, listing);
    return listing;
  };
  return {
    ...files,
    list,
    names(folder) {
      const known = names.get(folder) ?? list(folder).then((found) => found && new Set(found));
      names.set(folder, known);
      return known;
    },
  };
}
