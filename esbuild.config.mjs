// Bundles the package's entry points into dist/. Declarations come from `tsc` (tsconfig.build.json).
import { readFileSync, rmSync } from "node:fs";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
rmSync("dist", { recursive: true, force: true });

/** One chunk graph: the entries share code, and whatever a command imports lazily stays out of its start-up. */
await build({
  entryPoints: {
    index: "src/index.ts",
    document: "src/document/index.ts",
    kinds: "src/kinds.ts",
    codegen: "generator/codegen.ts",
    cli: "src/cli/bin.ts",
  },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  // Node's own modules and every dependency are resolved at run time, so that the install is shared and audited as usual.
  packages: "external",
  external: ["node:*"],
  target: "es2023",
  chunkNames: "chunks/[name]-[hash]",
  define: { "process.env.PROVC_VERSION": JSON.stringify(version) },
  logLevel: "warning",
});
