import { type FSWatcher, realpathSync, statSync, unwatchFile, watch, watchFile } from "node:fs";
import { basename, dirname, join, sep } from "node:path";

/** Tells when files change. */
export interface FileWatcher {
  /** Watches these files (absolute paths; they need not exist) and no others. */
  watch(paths: Iterable<string>): void;
  close(): void;
}

/** How often a file is looked at where the system cannot tell of changes, in milliseconds. */
const pollInterval = 500;

/** One watched folder: `inode` tells it from a later folder of the same name. */
interface WatchedFolder {
  readonly names: Set<string>;
  readonly inode: number;
  close(): void;
}

/**
 * Watches below `root`, and single files outside of it. Calls `onChange` after any of the watched files was
 * written, made, replaced or removed; now and then also when nothing changed. Folders are watched, not files:
 * editors that save by renaming replace the file that a watcher would hold.
 */
export function watchFiles(root: string, onChange: () => void): FileWatcher {
  const folders = new Map<string, WatchedFolder>();

  const open = (folder: string, names: Set<string>, inode: number): WatchedFolder => {
    const opened = { names, inode, close: () => {} };
    const poll = (): void => {
      opened.close = pollFiles(folder, opened.names, onChange);
    };
    try {
      const watcher: FSWatcher = watch(folder, (_event, name) => {
        // No name, or the folder's own: something happened to the folder itself.
        if (name === null || name === basename(folder) || opened.names.has(name)) onChange();
      });
      watcher.on("error", () => {
        // The folder is gone (the next call of `watch` finds where to look instead), or the system has given
        // up.
        watcher.close();
        poll();
        onChange();
      });
      opened.close = () => watcher.close();
    } catch {
      // The system has no more watchers to give, or cannot watch here.
      poll();
    }
    return opened;
  };

  return {
    watch(paths) {
      const wanted = namesByFolder(root, paths);
      for (const [folder, watched] of folders) {
        const names = wanted.get(folder);
        if (names !== undefined && inodeOf(folder) === watched.inode && sameNames(names, watched.names))
          continue;
        watched.close();
        folders.delete(folder);
      }
      for (const [folder, names] of wanted) {
        const inode = inodeOf(folder);
        if (inode !== undefined && !folders.has(folder)) folders.set(folder, open(folder, names, inode));
      }
    },
    close() {
      for (const watched of folders.values()) watched.close();
      folders.clear();
    },
  };
}

/** Folder → the names in it that matter: files, and folders on the way to files. */
function namesByFolder(root: string, paths: Iterable<string>): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>();
  const add = (path: string): void => {
    const inside = path.startsWith(join(root, sep));
    // The folders above matter, too: one of them may be moved away, or not be there yet.
    for (let at = path; at !== dirname(at); at = dirname(at)) {
      const folder = dirname(at);
      const names = wanted.get(folder) ?? new Set<string>();
      wanted.set(folder, names.add(basename(at)));
      if (inside ? folder === root : inodeOf(folder) !== undefined) return;
    }
  };
  for (const path of paths) {
    add(path);
    add(realPathOf(path));
  }
  return wanted;
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function inodeOf(folder: string): number | undefined {
  try {
    const found = statSync(folder);
    return found.isDirectory() ? found.ino : undefined;
  } catch {
    return undefined;
  }
}

function sameNames(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}

/** Looks at the files now and then; returns what ends it. */
function pollFiles(folder: string, names: ReadonlySet<string>, onChange: () => void): () => void {
  const paths = [...names].map((name) => join(folder, name));
  for (const path of paths) watchFile(path, { interval: pollInterval }, onChange);
  return () => {
    for (const path of paths) unwatchFile(path, onChange);
  };
}
