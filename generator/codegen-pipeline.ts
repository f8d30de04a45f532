import { dirname } from "node:path";
import { type Diagnostic, hasErrors } from "../src/diagnostics/diagnostic.js";
import { checkBeside } from "./check-beside.js";
import { LaterContracts, rememberContracts } from "./codegen-contracts.js";
import type { CodegenProgress } from "./codegen-result.js";
import type { OutputFile } from "./emit/output-file.js";
import type { ValidatorChoice } from "./emit/validators/compile-validator.js";
import type { HashBook } from "./io/hash-book.js";
import { relativePath } from "./manifest/paths.js";
import type { Memo } from "./memo.js";
import { StageClock } from "./stage-clock.js";

/** What the compiler proper is asked for; paths are absolute. */
export interface CompileRequest {
  readonly manifestPath: string;
  readonly outDir: string;
  readonly cwd: string;
  /** Which back end writes the validators. */
  readonly validators: ValidatorChoice;
  readonly memo: Memo | undefined;
  /** What is known of files that have been read before. */
  readonly book?: HashBook | undefined;
  readonly clock?: StageClock | undefined;
  readonly onProgress: (progress: CodegenProgress) => void;
}

/** What the compiler proper answers; `files` is absent when there are errors. */
export interface CompileAnswer {
  readonly files?: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of all files that were read or looked for. */
  readonly inputs: readonly string[];
}

/** Turns a manifest into output files; touches no output. */
export type Compile = (request: CompileRequest) => Promise<CompileAnswer>;

/** Imports the compiler proper, with nothing read yet. A run in which nothing changed never calls it. */
export type LoadCompile = () => Promise<Compile>;

/** Manifest → model → files. */
export const loadManifestCompiler: LoadCompile = async () => {
  const [{ loadModel }, { emitArtefacts }] = await Promise.all([
    import("./model/load-model.js"),
    import("./emit/emit-artefacts.js"),
  ]);
  return async ({
    manifestPath,
    outDir,
    cwd,
    validators,
    memo,
    book,
    clock = new StageClock(),
    onProgress,
  }) => {
    onProgress({ phase: "load", message: "reading the manifest, its schemas and modules" });
    const contracts = new LaterContracts(
      rememberContracts(
        (request) => {
          const onFallback = () => clock.add("do without a worker", 0);
          return clock.beside(checkingModules, () => checkBeside(request, onFallback));
        },
        memo,
        book,
      ),
    );
    const { model, diagnostics, inputs } = await clock.time("read manifest and schemas", () =>
      loadModel({ manifestPath, cwd, checkContracts: contracts.begin, memo, book }),
    );
    const emit = async (): Promise<readonly OutputFile[] | undefined> => {
      if (model === undefined || hasErrors(diagnostics)) return undefined;
      onProgress({ phase: "emit", message: "generating types, validators and schemas" });
      const toProject = relativePath(outDir, dirname(manifestPath)) || ".";
      const timed = memo && timedMemo(memo, clock);
      return emitArtefacts(model, { toProject, validators, ...(timed !== undefined && { memo: timed }) });
    };
    const files = await clock.time("emit the rest", emit);
    // What the modules are checked for is seldom wrong: so it is awaited last.
    const report = await clock.time("wait for the check of modules", () => contracts.report());
    if (report.faults.length === 0) {
      const all = [...new Set([...inputs, ...report.inputs])].sort();
      return { ...(files !== undefined && { files }), diagnostics, inputs: all };
    }
    const checked = await loadModel({ manifestPath, cwd, checkContracts: async () => report });
    return { diagnostics: checked.diagnostics, inputs: checked.inputs };
  };
};

const checkingModules = "check modules with TypeScript, beside the rest";

/** Stages of the emitters that a memo is asked about, in words. */
const words: { readonly [stage: string]: string } = {
  types: "emit types",
  validator: "emit validators",
  definitions: "emit schemas",
  "provider-schema": "emit schemas",
  snippet: "emit schemas",
  documentation: "emit documentation",
  "document-example": "emit documentation",
};

function timedMemo(memo: Memo, clock: StageClock): Memo {
  return {
    ...memo,
    onAnswer(stage, milliseconds) {
      const [name = stage] = stage.split("/");
      clock.add(words[name] ?? `emit ${name}`, milliseconds);
    },
  };
}
