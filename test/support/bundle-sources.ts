import { mkdtempSync } from "node:fs";
import path from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { inject } from "vitest";

const repository = path.resolve(import.meta.dirname, "../..");

/** How sources are bundled: into files as the package has them, with its dependencies left outside. */
export const bundleOptions = {
  absWorkingDir: repository,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  packages: "external",
  external: ["node:*"],
  target: "es2023",
  logLevel: "silent",
  metafile: true,
} satisfies BuildOptions & { metafile: true };

/** The page is made when a test asks for it, from where its sources are. */
const pageFromSources: Plugin = {
  name: "page-from-sources",
  setup(steps) {
    const file = path.join(repository, "page/build.mjs");
    steps.onResolve({ filter: /\/page\/build\.mjs$/ }, () => ({ path: file, external: true }));
  },
};

/** A module of the sources with all that it imports, bundled as the package is; there until the run of tests ends. */
export async function bundleSources(
  name: string,
  entry: string,
  ...plugins: readonly Plugin[]
): Promise<{ readonly file: string; readonly metafile: Metafile }> {
  const folder = mkdtempSync(path.join(inject("runFolder"), `${name}-`));
  const { metafile } = await build({
    ...bundleOptions,
    entryPoints: { [name]: entry },
    outdir: folder,
    plugins: [pageFromSources, ...plugins],
  });
  return { file: path.join(folder, `${name}.js`), metafile };
}
