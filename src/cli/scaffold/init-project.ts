import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { GlobalOptions } from "../global-options.js";
import { packageVersion } from "../package-root.js";
import { manifestName, outputName, type Project } from "../workspace/project.js";
import { generate } from "./generate.js";
import {
  type ExtendedPackageFile,
  extendPackageFile,
  missingPackages,
  newPackageFile,
} from "./package-file.js";
import { starterFiles } from "./starter-files.js";
import { refuseToOverwrite, writeFiles } from "./write-files.js";

const packageFile = "package.json";
/** Files of the starter that a project may have of its own. */
const ownFiles = ["tsconfig.json", ".gitignore"];

/** Writes the starter into the working directory and compiles it. Nothing stays behind when that fails. */
export async function initProject(context: CliContext, options: GlobalOptions): Promise<void> {
  if (options.manifest !== undefined || options.out !== undefined) {
    throw new CommandFailure("init takes neither --manifest nor --out", exitCodes.cannotRun);
  }
  const root = context.cwd;
  const created = new Map(starterFiles);
  for (const file of ownFiles) if (existsSync(path.join(root, file))) created.delete(file);
  refuseToOverwrite(root, [...created.keys(), outputName]);
  const packages = preparePackageFile(root);
  const written = packages.isNew
    ? writeFiles(root, new Map([[packageFile, packages.text], ...created]))
    : writeFiles(root, created, new Map([[packageFile, packages.text]]));
  const project: Project = {
    root,
    manifestFile: path.join(root, manifestName),
    outputFolder: path.join(root, outputName),
  };
  let generated: string | undefined;
  try {
    generated = await generate(context, project);
  } finally {
    if (generated === undefined) written.undo();
  }
  if (generated === undefined) throw new CommandFailure("nothing was written");
  const lines = [
    "Written:",
    `  ${packageFile}${packages.isNew ? "" : `  (${packages.changes})`}`,
    ...[...created.keys()].map((file) => `  ${file}`),
    "",
    generated,
    "",
    ...nextSteps(packages),
  ];
  context.stdout.write(`${lines.join("\n")}\n`);
}

type PackageFile =
  | { readonly isNew: true; readonly text: string }
  | ({ readonly isNew: false } & ExtendedPackageFile);

function preparePackageFile(root: string): PackageFile {
  const file = path.join(root, packageFile);
  if (!existsSync(file)) {
    return { isNew: true, text: newPackageFile(path.basename(root), packageVersion()) };
  }
  return { isNew: false, ...extendPackageFile(readFileSync(file, "utf8"), !hasCode(root)) };
}

/** True when a folder holds a script whose module system is for `package.json` to say. */
function hasCode(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).some((entry) =>
    entry.isDirectory()
      ? !/^(?:\.|node_modules$)/.test(entry.name) && hasCode(path.join(folder, entry.name))
      : /\.[jt]sx?$/.test(entry.name),
  );
}

/** Generated code imports provc when the program runs; the other packages are for development. */
function installSteps(missing: readonly string[]): string[] {
  const development = missing.filter((name) => name !== "provc");
  return [
    ...(development.length < missing.length ? ["npm install provc"] : []),
    ...(development.length > 0 ? [`npm install --save-dev ${development.join(" ")}`] : []),
  ];
}

function nextSteps({ isNew, text }: PackageFile): string[] {
  return [
    "Next:",
    ...(isNew ? ["npm install"] : installSteps(missingPackages(text))).map((line) => `  ${line}`),
    "  npm test                          run the test of the first provider",
    "  npx provc validate                check app.yml",
    "  npx provc add storage file        add a second provider",
  ];
}
