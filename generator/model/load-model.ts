import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { SourceDocument } from "../../src/source/source-document.js";
import type { HashBook } from "../io/hash-book.js";
import { checkScalars } from "../manifest/check-scalars.js";
import { checkStructure } from "../manifest/check-structure.js";
import type { FileReader } from "../manifest/file-reader.js";
import { Findings } from "../manifest/findings.js";
import { createNodeFileReader } from "../manifest/node-file-reader.js";
import { openProject } from "../manifest/project.js";
import { readDraft } from "../manifest/read-draft.js";
import { readManifest } from "../manifest/read-manifest.js";
import { documentDigest, isSound } from "../manifest/remembered-document.js";
import { isNotedSound, type Memo, noteSound } from "../memo.js";
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
  /** What is known of files that have been read before; for the default of `files`. */
  readonly book?: HashBook | undefined;
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
  const { manifestPath, cwd, memo, book } = options;
  const { files = createNodeFileReader(book) } = options;
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
  checkManifest(manifest, findings, memo);
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

/** What can be said of the manifest by itself. One in which nothing was wrong is remembered as such. */
function checkManifest(manifest: SourceDocument, findings: Findings, memo: Memo | undefined): void {
  const question = { stage: "structure/1", input: memo && documentDigest(manifest) };
  // Two values may have one digest where a scalar is none of JSON's.
  if (isSound(manifest) && isNotedSound(memo, question)) return;
  const before = findings.count;
  checkStructure(manifest, findings);
  checkScalars(manifest, findings);
  if (findings.count === before) noteSound(memo, question);
}

/** Loads TypeScript only when there is something to check. */
const checkWithTypeScript: ContractChecker = async (request) => {
  const { checkContracts } = await import("./contracts/check-contracts.js");
  return checkContracts(request);
};
