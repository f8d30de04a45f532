import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ServerDescription, yamlServer } from "./servers.js";

/** What yaml-language-server 2 needs: a newer Node than provc does, as npm distributes it for this platform. */
const packages = [`node-${process.platform}-${process.arch}@22`, "yaml-language-server@2.0.0"];

/**
 * yaml-language-server 2.0 with a Node of its own. They are no dependencies of this project, because Node's packages
 * are bound to a platform: npm installs them once into a folder below the system's temporary one.
 */
export function yaml200(): ServerDescription {
  const folder = path.join(tmpdir(), "provc-yaml-language-server-2.0.0");
  if (!existsSync(folder)) install(folder);
  const modules = path.join(folder, "node_modules");
  const node = path.join(modules, `node-${process.platform}-${process.arch}/bin/node`);
  return yamlServer("yaml-language-server 2.0", path.join(modules, "yaml-language-server"), node);
}

/** Installs beside the folder and moves into place, so that half an installation is never taken for one. */
function install(folder: string): void {
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
