import { printable } from "../diagnostics/display-text.js";
import { LineIndex } from "../source/line-index.js";
import type { SourceDocument } from "../source/source-document.js";
import { type SourceNode, type SyntaxProblem, walkPath } from "../source/source-node.js";
import { treeSource } from "../source/tree-source.js";
import { checkDocument } from "./check-document.js";
import type { DocumentDefinition } from "./document-definition.js";
import type { CheckDocumentOptions, CheckedDocument } from "./document-result.js";
import { type EvaluateOptions, type EvaluationFailure, evaluateModule } from "./evaluate-module.js";

/** Whether a file is a program that exports its configuration. */
export function isModulePath(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path);
}

/** Evaluates a configuration program and checks what it exports; positions are those of the literals in its text. */
export async function checkModule<Config>(
  text: string,
  path: string,
  file: string,
  definition: DocumentDefinition<Config>,
  options: CheckDocumentOptions & EvaluateOptions,
): Promise<CheckedDocument<Config>> {
  // A program reads the environment itself, and its `${` are its own.
  const checkOptions = { ...options, interpolate: false };
  const evaluated = await evaluateModule(path, options);
  if (evaluated.failure !== undefined) {
    const source = await failedSource(text, file, evaluated.failure, options);
    return checkDocument(source, definition, checkOptions);
  }
  const { value } = evaluated;
  const checked = await checkDocument(treeSource({ file, text, value }), definition, checkOptions);
  if (checked.diagnostics.length === 0) return checked;
  // Only now are positions needed, and with them the TypeScript compiler.
  const { root } = await readTree(text, file);
  return checkDocument(treeSource({ file, text, root, value }), definition, checkOptions);
}

/** A source whose only diagnostics say why there is no configuration. */
async function failedSource(
  text: string,
  file: string,
  failure: EvaluationFailure,
  { env = {} }: CheckDocumentOptions,
): Promise<SourceDocument> {
  const { root, problems } = await readTree(text, file);
  if (failure.loading && problems.length > 0) return treeSource({ file, text, root, problems });
  const { start, end } = placeOf(failure, text, root);
  const problem: SyntaxProblem = {
    ...{ start, end, code: "config-module", message: withoutSecrets(failure.message, env) },
    ...(failure.hint !== undefined && { hint: failure.hint }),
  };
  return treeSource({ file, text, root, problems: [problem] });
}

async function readTree(
  text: string,
  file: string,
): Promise<{ root: SourceNode | undefined; problems: SyntaxProblem[] }> {
  const { readModuleTree } = await import("./module-tree.js");
  return readModuleTree(text, file);
}

function placeOf(
  { line, path }: EvaluationFailure,
  text: string,
  root: SourceNode | undefined,
): { start: number; end: number } {
  if (path !== undefined && root !== undefined)
    return walkPath(root, path).at(-1)?.node ?? { start: root.start, end: root.start };
  const lines = new LineIndex(text);
  if (line === undefined || line > lines.lineCount) return { start: 0, end: 0 };
  const content = lines.line(line);
  const start = lines.offset(line, 1) + content.length - content.trimStart().length;
  return { start, end: lines.offset(line, 1) + content.trimEnd().length };
}

/** An error's text is the program's own; what it read from variables with telling names is taken out. */
function withoutSecrets(message: string, env: { readonly [name: string]: string | undefined }): string {
  let result = message;
  for (const [name, value] of Object.entries(env)) {
    if (
      value === undefined ||
      value.length < 4 ||
      !/pass|secret|token|key|credential|auth|dsn|url/i.test(name)
    )
      continue;
    result = result.replaceAll(printable(value), "‹hidden›");
  }
  return result;
}
