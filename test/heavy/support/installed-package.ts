import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";

export const repository: string = path.resolve(import.meta.dirname, "../../..");

/** Unpacks what `npm pack` makes of this repository; the packages that it depends on are those of the repository. */
export function installPackage(workspace: string, project: string): void {
  run("npm", ["pack", "--ignore-scripts", "--pack-destination", workspace, "--loglevel=error"], repository);
  const tarball = readdirSync(workspace).find((name) => name.endsWith(".tgz")) ?? "missing";
  const installed = path.join(project, "node_modules/provc");
  mkdirSync(installed, { recursive: true });
  run("tar", ["-xf", path.join(workspace, tarball), "-C", installed, "--strip-components=1"], workspace);
  const { dependencies } = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8")) as {
    readonly dependencies: { readonly [name: string]: string };
  };
  for (const name of [...Object.keys(dependencies), "@types/node"]) {
    const link = path.join(project, "node_modules", name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(repository, "node_modules", name), link);
  }
}

/** Runs a command, and gives what it wrote to its standard output. @throws Error with all that it wrote, when it failed. */
export function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}
