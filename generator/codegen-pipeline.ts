import { dirname } from "node:path";
import { type Diagnostic, hasErrors } from "../src/diagnostics/diagnostic.js";
import type { CodegenProgress } from "./codegen-result.js";
import type { Memo } from "./emit/memo.js";
import type { OutputFile } from "./emit/output-file.js";
import { relativePath } from "./manifest/paths.js";

/** What the compiler proper is asked for; paths are absolute. */
export interface CompileRequest {
  readonly manifestPath: string;
  readonly outDir: string;
  readonly cwd: string;
  readonly memo: Memo | undefined;
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
  return async ({ manifestPath, outDir, cwd, memo, onProgress }) => {
    onProgress({ phase: "load", message: "reading the manifest, its schemas and modules" });
    const { model, diagnostics, inputs } = await loadModel({ manifestPath, cwd });
    if (model === undefined || hasErrors(diagnostics)) return { diagnostics, inputs };
    onProgress({ phase: "emit", message: "generating types, validators and schemas" });
    const toProject = relativePath(outDir, dirname(manifestPath)) || ".";
    const files = await emitArtefacts(model, { toProject, ...(memo !== undefined && { memo }) });
    return { files, diagnostics, inputs };
  };
};
