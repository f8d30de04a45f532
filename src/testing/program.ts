import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A program that a check has a provider run: it behaves as the check wants, and records how it was run. */
export interface Program {
  /** The command line; more arguments are ignored. */
  readonly command: readonly [string, ...string[]];
  /** A folder for whatever the settings need; empty but for files whose names begin with `provc-`. */
  readonly folder: string;
  /** A variable that holds a secret, which must not be seen on any command line. */
  readonly secretName: string;
}

/** What a program does. */
export interface Behaviour {
  readonly lines?: readonly string[];
  readonly errorLines?: readonly string[];
  /** Default: 0. */
  readonly exitCode?: number;
  /** Runs until it is ended by a signal. */
  readonly stays?: boolean;
  /** Prints this line when the file `provc-go` appears in its folder. */
  readonly lineOnGo?: string;
  /** Starts a child of its own, which runs until it is ended. */
  readonly hasChild?: boolean;
  /** Names of variables to record. */
  readonly records?: readonly string[];
}

/** How a program was run. */
export interface ProgramRun {
  readonly pid: number;
  readonly childPid?: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A program, and how it was run. */
export interface WrittenProgram extends Program {
  /** Every run up to now. */
  runs(): readonly ProgramRun[];
  /** Makes a program with `lineOnGo` go on. */
  go(): void;
}

/** Writes a program into a new folder. */
export function writeProgram(folder: string, secretName: string, behaviour: Behaviour): WrittenProgram {
  mkdirSync(folder, { recursive: true });
  const log = join(folder, "provc-runs.jsonl");
  const file = join(folder, "provc-program.mjs");
  const goFile = join(folder, "provc-go");
  writeFileSync(log, "");
  writeFileSync(file, source({ ...behaviour, log, goFile }));
  return {
    command: [process.execPath, file],
    folder,
    secretName,
    runs: () => {
      const lines = readFileSync(log, "utf8").split("\n");
      // The last piece is empty, or a record that is being written.
      return lines.slice(0, -1).map((line) => JSON.parse(line) as ProgramRun);
    },
    go: () => writeFileSync(goFile, ""),
  };
}

function source(settings: object): string {
  return `import { spawn } from "node:child_process";
import { appendFileSync, existsSync } from "node:fs";

const settings = ${JSON.stringify(settings)};
const child = settings.hasChild
  ? spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" })
  : undefined;
child?.unref();
const env = Object.fromEntries((settings.records ?? []).map((name) => [name, process.env[name] ?? ""]));
// Who reads a line must find the record.
const run = { pid: process.pid, childPid: child?.pid, argv: process.argv.slice(2), cwd: process.cwd(), env };
appendFileSync(settings.log, JSON.stringify(run) + "\\n");
for (const line of settings.errorLines ?? []) process.stderr.write(line + "\\n");
for (const line of settings.lines ?? []) process.stdout.write(line + "\\n");
process.exitCode = settings.exitCode ?? 0;
if (settings.stays) setInterval(() => {}, 1000);
if (settings.lineOnGo !== undefined) {
  const timer = setInterval(() => {
    if (!existsSync(settings.goFile)) return;
    process.stdout.write(settings.lineOnGo + "\\n");
    clearInterval(timer);
  }, 20);
}
`;
}
