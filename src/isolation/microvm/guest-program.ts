import { readArchive } from "../archive/read-archive.js";
import { readFileSource } from "../core/file-source.js";
import type { SandboxRun } from "../core/sandbox.js";
import { imageCommand } from "../image/image-config.js";
import { strippedText } from "../isolate/strip-types.js";
import type { Workload } from "../workload.js";
import type { GuestRoot } from "./guest-roots.js";
import type { InitramfsEntry } from "./initramfs.js";

const MOST_ENTRIES = 100_000;
const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The files of a program, and the command that starts it. */
interface GuestFiles {
  readonly files: readonly InitramfsEntry[];
  readonly command: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** `uid:gid`, unless it is root. */
  readonly user?: string;
}

/**
 * What goes into a guest for a workload: its files below `program`, its standard input, and the script that becomes the program. The
 * files have room in the guest's memory, or are refused.
 *
 * @throws ArchiveError, ImageError, ModuleSyntaxError, RunFailure.
 */
export async function guestProgram(
  run: SandboxRun,
  image: GuestRoot["image"],
): Promise<readonly InitramfsEntry[]> {
  const { workload, stdin } = run;
  const program = workload.source.kind === "image" ? imageProgram(workload, image) : await codeProgram(run);
  return [
    ...program.files,
    { path: "provc/stdin", type: "file", content: stdin },
    { path: "provc/run", type: "file", content: runScript(program) },
  ];
}

function imageProgram(workload: Workload, image: GuestRoot["image"]): GuestFiles {
  if (image === undefined) throw new Error("an image that was not opened");
  const { uid, gid } = image.user;
  return {
    files: [],
    command: imageCommand(image.config, workload.entry, workload.args),
    folder: image.config.workingDirectory,
    env: { PATH: DEFAULT_PATH, HOME: uid === 0 ? "/root" : "/", ...image.config.env, ...workload.env },
    ...(uid !== 0 && { user: `${uid}:${gid}` }),
  };
}

async function codeProgram(run: SandboxRun): Promise<GuestFiles> {
  const { workload } = run;
  const files = await codeFiles(run);
  const names = files.flatMap(({ path, type }) =>
    type === "folder" ? [] : [path.replace(/^program\//, "")],
  );
  const candidates =
    workload.entry === undefined ? defaultEntries(workload) : [workload.entry.replace(/^(?:\.\/)+/, "")];
  const entry = candidates.find((name) => names.includes(name)) ?? candidates[0] ?? "main";
  const interpreter = { node: ["node"], python: ["python3"] }[workload.runtime as string] ?? [];
  return {
    files,
    command: [...interpreter, `/program/${entry}`, ...(workload.args ?? [])],
    folder: "/program",
    env: { PATH: DEFAULT_PATH, HOME: "/", ...workload.env },
  };
}

async function codeFiles(run: SandboxRun): Promise<readonly InitramfsEntry[]> {
  const { runtime, source } = run.workload;
  const mostBytes = run.limits.memoryMb * 1024 * 1024;
  if (source.kind === "archive") {
    const entries = await readArchive(source.archive, { bytes: mostBytes, entries: MOST_ENTRIES });
    const folders = new Set(entries.filter(({ type }) => type === "folder").map(({ path }) => path));
    return entries.flatMap(({ path, type, mode, content, target }) => [
      ...missingFolders(path, folders),
      { path: `program/${path}`, type, mode, content: type === "symlink" ? target : content },
    ]);
  }
  if (source.kind === "binary") {
    return [
      {
        path: "program/main",
        type: "file",
        mode: 0o755,
        content: await readFileSource(source.binary, mostBytes),
      },
    ];
  }
  if (source.kind !== "code") return [];
  const text =
    source.language === "typescript" ? await strippedText(run, "index.ts", source.code) : source.code;
  const name =
    runtime === "python" ? "main.py" : /^\s*(?:import|export)\b/m.test(text) ? "index.mjs" : "index.js";
  return [{ path: `program/${name}`, type: "file", content: text }];
}

/** Archives need not name the folders that their files are in; the kernel wants them made first. */
function missingFolders(path: string, made: Set<string>): readonly InitramfsEntry[] {
  const parts = path.split("/");
  return parts.slice(1).flatMap((_part, index) => {
    const folder = parts.slice(0, index + 1).join("/");
    if (made.has(folder)) return [];
    made.add(folder);
    return [{ path: `program/${folder}`, type: "folder" as const }];
  });
}

function defaultEntries({ runtime }: Workload): readonly string[] {
  if (runtime === "node") return ["index.js", "index.mjs", "index.cjs"];
  return runtime === "python" ? ["main.py", "__main__.py"] : ["main"];
}

function runScript({ command, folder, env, user }: GuestFiles): string {
  const variables = Object.entries(env).map(([name, value]) => quoted(`${name}=${value}`));
  const words = command.map(quoted);
  const program =
    user === undefined
      ? words
      : ["/.provc/busybox start-stop-daemon -S", `-p /.provc/none -c ${user} -a`, ...runAs(words)];
  const lines = [
    ...(user === undefined ? [] : [nameUser(user)]),
    `cd ${quoted(folder)} || exit 126`,
    `exec /.provc/busybox env -i ${[...variables, ...program].join(" ")}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** busybox changes only to users that have a name. */
function nameUser(user: string): string {
  const [uid, gid] = user.split(":");
  return `/.provc/busybox grep -q '^[^:]*:[^:]*:${uid}:' /etc/passwd 2> /dev/null || echo 'workload:x:${uid}:${gid}::/:/bin/sh' >> /etc/passwd`;
}

/** The daemon starter looks for a process whose number is in a file that is not there, then becomes the program. */
function runAs([program = "", ...args]: readonly string[]): readonly string[] {
  return [program, "--", ...args];
}

/** A word that a POSIX shell reads as this text, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
