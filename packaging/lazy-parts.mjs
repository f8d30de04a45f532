// What entries of the package export that imports more when it is used, such as a registry, becomes a file of its own: bundlers leave
// out a file of which nothing is used, but of one that they take webpack keeps every `import()`, and esbuild a table of them, with
// all that those lead to.
import path from "node:path";
import { rolldown } from "rolldown";

/** Of the modules that these entries import: those that import lazily. */
export async function lazyParts(input, entries) {
  let parts = [];
  const findParts = {
    name: "find-lazy-parts",
    buildEnd() {
      const imported = Object.values(entries).flatMap(
        (file) => this.getModuleInfo(path.resolve(file)).importedIds,
      );
      parts = imported.filter((id) => this.getModuleInfo(id).dynamicallyImportedIds.length > 0);
    },
  };
  await (await rolldown({ ...input, input: entries, plugins: [...input.plugins, findParts] })).generate();
  return parts;
}

/** Has the bundler give each of these modules a file. */
export function separateFiles(modules) {
  let files = [];
  return {
    name: "separate-files",
    buildStart() {
      files = modules.map((id) => this.emitFile({ type: "chunk", id, preserveSignature: false }));
    },
    generateBundle(_options, bundle) {
      // It makes an entry to each file as well, which nobody needs.
      for (const name of files.map((file) => this.getFileName(file))) {
        if (bundle[name]?.moduleIds.length === 0) delete bundle[name];
      }
    },
  };
}
