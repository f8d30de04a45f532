import { ImageError } from "./image-error.js";

/** What an image says of the program in it. */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** `user`, `user:group`, by name or number; empty for root. */
  readonly user: string;
}

/** The command of a workload that runs an image: its entry and arguments replace what the image says. */
export function imageCommand(
  image: ImageConfig,
  entry: string | undefined,
  args: readonly string[] | undefined,
): readonly string[] {
  const command =
    entry === undefined ? [...image.entrypoint, ...(args ?? image.command)] : [entry, ...(args ?? [])];
  if (command.length === 0) throw new ImageError("the image names no command; give an entry");
  return command;
}

/** Reads the part of an image's config that is about running it; it may hold anything. */
export function readImageConfig(document: unknown): ImageConfig {
  const config = field(field({ document }, "document"), "config");
  const env = texts(field(config, "Env")).flatMap((line) => {
    const equals = line.indexOf("=");
    return equals > 0 ? [[line.slice(0, equals), line.slice(equals + 1)] as const] : [];
  });
  return {
    entrypoint: texts(field(config, "Entrypoint")),
    command: texts(field(config, "Cmd")),
    env: Object.fromEntries(env),
    workingDirectory: text(field(config, "WorkingDir")) || "/",
    user: text(field(config, "User")),
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" && !value.includes("\0") ? value : "";
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}
