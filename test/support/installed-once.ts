import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * The folder of packages that are no dependencies of this project: npm installs them once, below the system's temporary
 * folder. `name` says which and in what version.
 */
export function installedOnce(name: string, packages: readonly string[]): string {
  const folder = path.join(tmpdir(), `provc-${name}`);
  if (!existsSync(folder)) install(folder, packages);
  return path.join(folder, "node_modules");
}

/** A newer Node than provc needs, as npm distributes it for this platform. */
export function newerNode(): string {
  const platform = `node-${process.platform}-${process.arch}`;
  return path.join(installedOnce("node-22", [`${platform}@22`]), platform, "bin/node");
}

/** Installs beside the folder and moves into place, so that half an installation is never taken for one. */
function install(folder: string, packages: readonly string[]): void {
  mkdirSync(path.dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    writeFileSync(path.join(fresh, "package.json"), '{ "private": true }\n');
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--engine-strict=false", ...packages], {
      cwd: fresh,
      stdio: "pipe",
    });
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
