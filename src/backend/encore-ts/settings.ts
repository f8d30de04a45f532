import { resolve } from "node:path";
import type { BackendEncoreTsConfig } from "../../../generated/backend/providers/encore-ts.config.js";
import { pathKind } from "../path-kind.js";
import { EncoreError, type EncoreOperation } from "./encore-error.js";

/** The folders that a config's paths are relative to. */
export interface EncoreFolders {
  readonly workDir: string;
  readonly baseDir?: string;
}

/** What `dev` needs of the config, in the form it is used in; paths are absolute. */
export interface EncoreDevSettings {
  readonly listen: string;
  readonly appFolder: string;
  /** In the order in which they are read; as written, and absolute. */
  readonly envFiles: readonly { readonly shown: string; readonly file: string }[];
  readonly secretTypes: readonly string[];
  readonly secretNames: readonly string[];
  /** Variables that follow from other settings; they win over all others. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What `buildDocker` needs of the config. */
export interface EncoreBuildSettings {
  readonly appFolder: string;
  readonly imageName: string;
  readonly tagSuffix: string;
  /** Options of `encore build docker`. */
  readonly flags: readonly string[];
}

const DEFAULT_LISTEN = "0.0.0.0:4000";
const DEFAULT_SECRET_TYPES = ["dev", "preview", "local"];
const DEFAULT_IMAGE_NAME = "api";

/** Reads the `dev` section; both upstream spellings of a field mean the same. */
export function encoreDevSettings(config: BackendEncoreTsConfig, folders: EncoreFolders): EncoreDevSettings {
  const dev = section(config, "dev");
  if (dev.listen === "") throw invalid("dev", "dev.listen is required");
  if (dev.secrets !== undefined && dev.encore_secrets !== undefined) {
    throw invalid("dev", "dev.secrets and dev.encore_secrets mean the same; give one of them");
  }
  const secrets = dev.secrets ?? dev.encore_secrets;
  const workFolder = devFolder(dev.workdir, folders);
  const files = [...(dev.env_file === undefined ? [] : [dev.env_file]), ...(dev.env_from ?? [])];
  const certificates = dev.node_extra_ca_certs;
  return {
    listen: dev.listen ?? DEFAULT_LISTEN,
    appFolder: appFolder("dev", "dev.entrypoint", resolve(workFolder, dev.entrypoint ?? "."), dev.entrypoint),
    envFiles: files.map((shown) => ({ shown, file: resolve(workFolder, shown) })),
    secretTypes: secrets?.types ?? DEFAULT_SECRET_TYPES,
    secretNames: secrets?.from_env ?? [],
    variables: {
      ...(dev.disable_telemetry === true && { DISABLE_ENCORE_TELEMETRY: "1" }),
      ...(certificates !== undefined && { NODE_EXTRA_CA_CERTS: resolve(workFolder, certificates) }),
    },
  };
}

/** Reads the `build` section. The app is where it is in development, unless the section says otherwise. */
export function encoreBuildSettings(
  config: BackendEncoreTsConfig,
  folders: EncoreFolders,
): EncoreBuildSettings {
  const build = section(config, "build");
  const dev = section(config, "dev");
  const folder =
    build.workdir === undefined
      ? resolve(devFolder(dev.workdir, folders), dev.entrypoint ?? ".")
      : resolve(baseFolder(folders), build.workdir);
  return {
    appFolder: appFolder("build", "build.workdir", folder, build.workdir ?? dev.entrypoint),
    imageName: build.image_name ?? DEFAULT_IMAGE_NAME,
    tagSuffix: build.docker_tag_suffix ?? "",
    flags: [
      ...flag("--base", build.base),
      ...flag("--os", build.os),
      ...flag("--arch", build.arch),
      ...(build.push === true ? ["--push"] : []),
    ],
  };
}

/** The error for settings that cannot be used. */
export function invalid(operation: EncoreOperation, message: string): EncoreError {
  return new EncoreError({ operation, category: "INVALID_CONFIG", message });
}

function section<Name extends "dev" | "build">(
  config: BackendEncoreTsConfig,
  name: Name,
): NonNullable<BackendEncoreTsConfig[Name]> {
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw invalid(name, "the config must be an object");
  }
  return config[name] ?? {};
}

function flag(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}

function baseFolder({ baseDir }: EncoreFolders): string {
  return resolve(baseDir ?? process.cwd());
}

function devFolder(workdir: string | undefined, folders: EncoreFolders): string {
  return resolve(baseFolder(folders), workdir ?? folders.workDir);
}

/** Encore takes no entrypoint: it looks for its app from the folder that it runs in upwards. */
function appFolder(
  operation: EncoreOperation,
  field: string,
  folder: string,
  shown: string | undefined,
): string {
  if (pathKind(folder) === "folder") return folder;
  const name = shown === undefined ? "the working directory" : `${field} ${JSON.stringify(shown)}`;
  throw new EncoreError({ operation, category: "INVALID_PROJECT", message: `${name} is not a folder` });
}
