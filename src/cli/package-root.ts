import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** The folder of this package, whether it runs from its sources or bundled in `dist/`. */
export function packageRoot(): string {
  return path.dirname(createRequire(import.meta.url).resolve("provc/package.json"));
}

/** The version of this package; a bundle carries it, the sources read it from `package.json`. */
export function packageVersion(): string {
  const bundled = process.env.PROVC_VERSION;
  if (bundled !== undefined) return bundled;
  const manifest: { version: string } = JSON.parse(
    readFileSync(path.join(packageRoot(), "package.json"), "utf8"),
  );
  return manifest.version;
}
