import { existsSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { type Plugin, rollup } from "rollup";
import webpack from "webpack";

/** A program to bundle: `entry` is JavaScript in a project with `node_modules`. */
export interface BundleRequest {
  readonly entry: string;
  readonly folder: string;
  /** One file for everything; otherwise what is imported lazily gets files of its own. */
  readonly singleFile: boolean;
  readonly platform: "node" | "browser";
  /** Packages that stay imports, with all that can be imported from them. */
  readonly external: readonly string[];
}

/** Writes `main.mjs`, and further files unless all goes into one. */
export type Bundler = (request: BundleRequest) => Promise<void>;

const isOf = (packages: readonly string[], name: string): boolean =>
  packages.some((one) => name === one || name.startsWith(`${one}/`));

const esbuild: Bundler = async ({ entry, folder, singleFile, platform, external }) => {
  await build({
    entryPoints: { main: entry },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: !singleFile,
    format: "esm",
    platform,
    external: [...external],
    logLevel: "silent",
  });
};

const withRollup: Bundler = async ({ entry, folder, singleFile, external }) => {
  const bundle = await rollup({
    input: { main: entry },
    external: (name) => name.startsWith("node:") || isOf(external, name),
    plugins: [resolvePackage(path.dirname(path.dirname(entry)))],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  await bundle.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name]-[hash].mjs",
    inlineDynamicImports: singleFile,
  });
};

/** What `@rollup/plugin-node-resolve` does for this one package. */
function resolvePackage(folder: string): Plugin {
  return {
    name: "resolve-provc",
    resolveId: (name) => {
      if (name !== "provc" && !name.startsWith("provc/")) return null;
      const entry = name === "provc" ? "index" : name.slice("provc/".length);
      let above = folder;
      while (!existsSync(path.join(above, "node_modules/provc"))) above = path.dirname(above);
      return path.join(above, "node_modules/provc/dist", `${entry}.js`);
    },
  };
}

const withWebpack: Bundler = ({ entry, folder, singleFile, platform, external }) =>
  new Promise((resolve, reject) => {
    webpack(
      {
        mode: "production",
        context: path.dirname(entry),
        entry: { main: entry },
        // Else what is looked for beside the bundle would be looked for where it was made, or not at all.
        module: { parser: { javascript: { createRequire: false, importMeta: false } } },
        target: platform === "node" ? "node20" : "web",
        output: {
          path: folder,
          module: true,
          chunkFormat: "module",
          filename: "[name].mjs",
          chunkFilename: "[id].mjs",
          ...(singleFile ? { asyncChunks: false } : {}),
        },
        experiments: { outputModule: true },
        externalsType: "import",
        externals: ({ request = "" }, answer) =>
          isOf(external, request) ? answer(undefined, request) : answer(),
        performance: false,
      },
      (error, stats) => {
        if (error) reject(error);
        else if (stats?.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })));
        else resolve();
      },
    );
  });

export const bundlers: ReadonlyMap<string, Bundler> = new Map([
  ["esbuild", esbuild],
  ["Rollup", withRollup],
  ["webpack", withWebpack],
]);
