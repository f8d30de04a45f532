import { CommandFailure, exitCodes } from "../context.js";

/** Scripts that `provc init` adds where the names are free. */
export const starterScripts: Readonly<Record<string, string>> = {
  codegen: "provc codegen",
  check: "provc codegen --check && provc validate && tsc --noEmit",
  test: "vitest run",
};

/** What npm writes as `test` into a new package: no script of anybody's. */
const placeholder = 'echo "Error: no test specified" && exit 1';

interface PackageFields {
  readonly type?: unknown;
  readonly scripts?: unknown;
  readonly [field: string]: unknown;
}

/** An existing `package.json` with what the starter needs, and what that is in words. */
export interface ExtendedPackageFile {
  readonly text: string;
  readonly changes: string;
}

/** A `package.json` for a folder that has none. */
export function newPackageFile(name: string, version: string): string {
  return print({
    name: packageName(name),
    version: "0.0.0",
    private: true,
    type: "module",
    scripts: starterScripts,
    dependencies: { provc: `^${version}` },
    devDependencies: { typescript: ">=5.9", vitest: ">=3" },
  });
}

/**
 * The text of an existing `package.json` with the starter's scripts, and as an ES module, which generated code is.
 * Nothing that somebody has chosen is changed. `isEmpty` says that the project holds no code yet, which another
 * module system would break.
 */
export function extendPackageFile(text: string, isEmpty: boolean): ExtendedPackageFile {
  const fields = parse(text);
  const isModule = fields.type === "module";
  if (!isModule && !isEmpty) {
    const has = fields.type === undefined ? 'has no "type"' : `has "type": ${JSON.stringify(fields.type)}`;
    throw new CommandFailure(
      `package.json ${has}, and generated code is made of ES modules; run npm pkg set type=module first`,
      exitCodes.cannotRun,
    );
  }
  const scripts = isRecord(fields.scripts) ? fields.scripts : {};
  const missing = Object.entries(starterScripts).filter(
    ([name]) => !Object.hasOwn(scripts, name) || scripts[name] === placeholder,
  );
  const extended = { ...fields, type: "module", scripts: { ...scripts, ...Object.fromEntries(missing) } };
  return {
    text: print(extended, text),
    changes: isModule ? "scripts added" : 'scripts and "type": "module" added',
  };
}

/** The packages that the starter needs and a `package.json` does not name. */
export function missingPackages(text: string): string[] {
  const { dependencies, devDependencies } = parse(text);
  const named = {
    ...(isRecord(dependencies) && dependencies),
    ...(isRecord(devDependencies) && devDependencies),
  };
  return ["provc", "typescript", "vitest"].filter((name) => !Object.hasOwn(named, name));
}

function parse(text: string): PackageFields {
  try {
    const fields: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
    if (isRecord(fields)) return fields;
  } catch {
    // Said below.
  }
  throw new CommandFailure("package.json is not a JSON object", exitCodes.cannotRun);
}

/** As JSON, indented and ended as the text that it replaces. */
function print(fields: PackageFields, like = "{\n  \n}\n"): string {
  const indent = /^([ \t]+)/m.exec(like)?.[1] ?? "  ";
  return JSON.stringify(fields, undefined, indent) + (like.endsWith("\n") ? "\n" : "");
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A folder's name as npm takes it for a package. */
function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9._~-]+/g, "-")
    .replace(/^[._-]+|-+$/g, "");
  return name === "" ? "app" : name;
}
