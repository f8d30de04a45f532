import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { checkNumbers } from "../manifest/check-numbers.js";
import { checkStructure } from "../manifest/check-structure.js";
import type { FileReader } from "../manifest/file-reader.js";
import { Findings } from "../manifest/findings.js";
import { createNodeFileReader } from "../manifest/node-file-reader.js";
import { openProject } from "../manifest/project.js";
import { readDraft } from "../manifest/read-draft.js";
import { readManifest } from "../manifest/read-manifest.js";
import type { Memo } from "../memo.js";
import { SchemaFiles } from "../schema/schema-files.js";
import type { Analysis } from "./analysis.js";
import { buildModel } from "./build-model.js";
import { checkModules } from "./check-modules.js";
import { checks } from "./checks/checks.js";
import type { ContractChecker } from "./contracts/contract-report.js";
import { loadSchemas } from "./load-schemas.js";
import { locateModules } from "./locate-modules.js";
import type { Model } from "./model.js";

export interface LoadModelOptions {
  /** The manifest; relative to `cwd` or absolute. */
  readonly manifestPath: string;
  /** Absolute; the paths in diagnostics are relative to it. */
  readonly cwd: string;
  /** Default: the file system. */
  readonly files?: FileReader;
  /** Checks providers against their kinds' contracts. Default: with TypeScript, on the file system. */
  readonly checkContracts?: ContractChecker;
  /** Remembers what was read from each text, and what was made of each schema. Default: nothing is remembered. */
  readonly memo?: Memo | undefined;
}

export interface LoadedModel {
  /** Absent when there is any error. */
  readonly model?: Model;
  /** Sorted by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of all files of the project that the result depends on, also of those that are missing; sorted. */
  readonly inputs: readonly string[];
}

/** Reads a manifest with all that it names, checks it, and makes the model of it. Never throws for bad input. */
export async function loadModel(options: LoadModelOptions): Promise<LoadedModel> {
  const { files = createNodeFileReader(), manifestPath, cwd, memo } = options;
  const { checkContracts = checkWithTypeScript } = options;
  const project = await openProject({ files, cwd, manifestPath });
  const findings = new Findings();
  const answer = (model?: Model): LoadedModel => ({
    ...(model === undefined ? {} : { model }),
    diagnostics: findings.list(),
    inputs: [...project.inputs].sort(),
  });

  const manifest = await readManifest(project, findings, memo);
  if (manifest === undefined) return answer();
  checkStructure(manifest, findings);
  checkNumbers(manifest, findings);
  const draft = readDraft(manifest.value);
  const modules = await locateModules(project, manifest, draft, findings);
  const loading = { project, manifest, findings, files: new SchemaFiles(project, findings, memo), memo };
  const analysis: Analysis = {
    project,
    manifest,
    draft,
    findings,
    modules,
    schemas: await loadSchemas(loading, draft),
    memo,
  };
  for (const check of checks) await check(analysis);
  await checkModules(analysis, checkContracts);
  return answer(findings.sound ? buildModel(analysis) : undefined);
}

/** Loads TypeScript only when there is something to check. */
const checkWithTypeScript: ContractChecker = async (request) => {
  const { checkContracts } = await import("./contracts/check-contracts.js");
  return checkContracts(request);
};
