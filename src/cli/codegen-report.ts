import { readFileSync } from "node:fs";
import path from "node:path";
import type {
  ChangeStatus,
  CodegenProgress,
  CodegenResult,
  StageTime,
  WatchOptions,
} from "../../generator/codegen.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { annotations, moduleSystemNote } from "./codegen-notes.js";
import type { CliContext } from "./context.js";
import { type Colors, colorsFor, wantsColor } from "./output/colors.js";
import { writeJson } from "./output/json-output.js";
import { displayPath } from "./workspace/project.js";

/** What is reported on. Paths are absolute. */
export interface CodegenReportOptions {
  readonly manifestPath: string;
  readonly outDir: string;
  readonly check: boolean;
  readonly json: boolean;
}

/** Tells the user what codegen does. */
export interface CodegenReport {
  /** Shows what is being done, on a terminal only. */
  readonly progress: (progress: CodegenProgress) => void;
  /** Prints how long each stage took, on the error stream. */
  readonly timings: (stages: readonly StageTime[]) => void;
  /** Takes back what `progress` shows. */
  readonly clear: () => void;
  /** Prints what a run came to. */
  result(result: CodegenResult, milliseconds: number): Promise<void>;
  /** What a watcher calls: prints the first result, and then those that differ from the one before. */
  watch(): Pick<WatchOptions, "onResult" | "onFailure">;
}

/** More files than that are counted, not listed; a check lists all. */
const longestList = 20;

const clearLine = "\r\u001b[2K";

/** The words for what becomes of a file: when it was written, and when it was only checked. */
const words: { readonly [Status in ChangeStatus]: readonly [written: string, checked: string] } = {
  created: ["created", "missing"],
  changed: ["changed", "changed"],
  "hand-edited": ["restored", "hand-edited"],
  removed: ["removed", "orphaned"],
};

/** A report for one command: results go to the output, findings and progress to the error stream. */
export function createCodegenReport(context: CliContext, options: CodegenReportOptions): CodegenReport {
  const { stdout, stderr } = context;
  const showsProgress = !options.json && stderr.isTTY === true;
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write(clearLine);
    shown = false;
  };
  const report: CodegenReport = {
    progress({ message }) {
      if (!showsProgress) return;
      stderr.write(`${clearLine}${message} …`);
      shown = true;
    },
    clear,
    timings(stages) {
      clear();
      const width = Math.max(0, ...stages.map(({ stage }) => stage.length));
      for (const { stage, milliseconds, count } of stages) {
        const times = count > 1 ? `  ${count} times` : "";
        stderr.write(`  ${stage.padEnd(width)}  ${milliseconds.toFixed(1).padStart(9)} ms${times}\n`);
      }
    },
    async result(result, milliseconds) {
      clear();
      if (options.json) return writeJson(context, jsonAnswer(context, options, result));
      if (result.diagnostics.length > 0) stderr.write(await diagnosticsText(context, result.diagnostics));
      for (const line of resultLines(context, options, result, milliseconds)) stdout.write(`${line}\n`);
      const stale = options.check ? staleMessage(context, options, result) : undefined;
      stdout.write(await annotations(context, result, stale));
      const note = options.check ? undefined : moduleSystemNote(context, options.outDir, result);
      if (note !== undefined) stderr.write(`note: ${note}\n`);
    },
    watch() {
      let last: string | undefined;
      return {
        onResult: async (result, milliseconds) => {
          clear();
          const state = JSON.stringify([result.ok, result.diagnostics]);
          if (state === last && result.changes.length === 0) return;
          await report.result(result, milliseconds);
          if (last === undefined)
            stdout.write(`watching ${plural(result.inputs.length, "file")}; Ctrl-C ends it\n`);
          last = state;
        },
        onFailure: (error) => {
          clear();
          const [message] = String(error instanceof Error ? error.message : error).split("\n");
          stderr.write(`provc: unexpected error: ${message} (a bug); watching on\n`);
          if (context.env.PROVC_DEBUG === "1" && error instanceof Error) stderr.write(`${error.stack}\n`);
        },
      };
    },
  };
  return report;
}

function jsonAnswer(
  context: CliContext,
  options: CodegenReportOptions,
  result: CodegenResult,
): Record<string, unknown> {
  return {
    ok: result.ok,
    check: options.check,
    manifest: displayPath(context, options.manifestPath),
    out: displayPath(context, options.outDir),
    counts: result.counts,
    changes: result.changes.map(({ path, status, reason }) => ({
      path,
      status: wordFor(status, options),
      reason,
    })),
    diagnostics: result.diagnostics,
  };
}

function resultLines(
  context: CliContext,
  options: CodegenReportOptions,
  result: CodegenResult,
  milliseconds: number,
): string[] {
  const colors = colorsFor(context.stdout, context.env);
  const out = displayPath(context, options.outDir);
  const time = colors.dim(` in ${duration(milliseconds)}`);
  const lines = result.recovered ? [`${out}: repaired what an interrupted run had left`] : [];
  const { created, changed, unchanged, removed } = result.counts;
  const files = created + changed + unchanged;
  const stale = options.check ? staleMessage(context, options, result) : undefined;
  lines.push(...changeLines(context, options, result, colors));
  if (stale !== undefined) {
    lines.push(`${colors.red("✖")} ${stale}`);
  } else if (options.check && result.ok) {
    lines.push(`${colors.green("✔")} ${out} is current: ${plural(files, "file")}${time}`);
  } else if (result.ok) {
    const counts = `${created} created, ${changed} changed, ${unchanged} unchanged, ${removed} removed`;
    lines.push(`${colors.green("✔")} ${out}: ${counts}${time}`);
  } else if (!options.check) {
    lines.push(`${colors.red("✖")} ${out}: nothing was written`);
  }
  return lines;
}

/** What a check says of output that is not current; undefined of one that is. */
function staleMessage(
  context: CliContext,
  { outDir }: CodegenReportOptions,
  { changes, counts: { created, changed, unchanged, removed } }: CodegenResult,
): string | undefined {
  if (changes.length === 0) return undefined;
  const count = `${changes.length} of ${plural(created + changed + unchanged + removed, "file")}`;
  return `${displayPath(context, outDir)} is stale: ${count}; run provc codegen`;
}

function changeLines(
  context: CliContext,
  options: CodegenReportOptions,
  { changes }: CodegenResult,
  colors: Colors,
): string[] {
  const paint = {
    created: colors.green,
    changed: colors.yellow,
    "hand-edited": colors.magenta,
    removed: colors.red,
  };
  const listed = options.check ? changes : changes.slice(0, longestList);
  const width = Math.max(0, ...listed.map(({ status }) => wordFor(status, options).length));
  const lines = listed.map(({ path: name, status, reason }) => {
    const word = paint[status](wordFor(status, options).padEnd(width));
    const why = options.check || status === "hand-edited" ? colors.dim(`  ${reason}`) : "";
    return `  ${word}  ${displayPath(context, path.join(options.outDir, name))}${why}`;
  });
  if (listed.length < changes.length)
    lines.push(colors.dim(`  … and ${changes.length - listed.length} more`));
  return lines;
}

function wordFor(status: ChangeStatus, { check }: CodegenReportOptions): string {
  return words[status][check ? 1 : 0];
}

/**
 * The findings with code frames; those about output files have none, for their place is the file as a whole.
 */
export async function diagnosticsText(
  context: CliContext,
  diagnostics: readonly Diagnostic[],
): Promise<string> {
  const { formatPretty } = await import("../diagnostics/format-pretty.js");
  const files = [...new Set(diagnostics.map(({ file }) => file))];
  const framed = new Set(
    diagnostics.filter(({ code }) => !code.startsWith("output-")).map(({ file }) => file),
  );
  const sources = new Map<string, { text: string; secrets: [] }>();
  for (const file of framed) {
    const text = readSource(path.resolve(context.cwd, file));
    if (text !== undefined) sources.set(file, { text, secrets: [] });
  }
  return formatPretty({ files, diagnostics, sources }, { color: wantsColor(context.stderr, context.env) });
}

function readSource(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
