import { readJson } from "./json-reader.js";
import { defaultSourceLimits, type SourceLimits } from "./limits.js";
import { mergeConflicts } from "./merge-conflicts.js";
import { toPlainValue } from "./plain-value.js";
import type { SourceDocument } from "./source-document.js";
import type { SyntaxProblem } from "./source-node.js";
import { refusedSource, treeSource } from "./tree-source.js";
import { readYaml } from "./yaml-reader.js";

/** What a text is read as: YAML 1.2, or JSON as its standard has it. */
export type SourceFormat = "yaml" | "json";

/** How to read a text. */
export interface ParseSourceOptions {
  /** The name that diagnostics show. */
  readonly file: string;
  /** Default: `json` (strict) for names that end in `.json`, else `yaml`. */
  readonly format?: SourceFormat;
  readonly limits?: Partial<SourceLimits>;
}

/**
 * Parses YAML 1.2 or JSON with the place of every key and value. Never throws for bad input: each mistake is
 * a diagnostic with the code `syntax`, found within bounded time and memory whatever the text is.
 */
export function parseSource(text: string, options: ParseSourceOptions): SourceDocument {
  const limits = { ...defaultSourceLimits, ...options.limits };
  const body = text.startsWith("\ufeff") ? text.slice(1) : text;
  if (body.length > limits.maxBytes) return refusedSource(options.file, tooLargeMessage(limits.maxBytes));

  const bad = forbiddenCharacterAt(body);
  if (bad !== -1) {
    const name = body.charCodeAt(bad).toString(16).toUpperCase().padStart(4, "0");
    const problems = [{ start: bad, end: bad + 1, message: `the character U+${name} is not allowed` }];
    return treeSource({ file: options.file, text: body, problems });
  }
  const foreign =
    options.format === undefined ? /\.(toml|ini|xml|json5|properties)$/i.exec(options.file) : null;
  if (foreign !== null) {
    const message = `a ${foreign[0].toLowerCase()} file cannot be read; write YAML or JSON`;
    return refusedSource(options.file, message, { text: body });
  }
  const format = options.format ?? (/\.json$/i.test(options.file) ? "json" : "yaml");
  const { root, problems } = format === "json" ? readJson(body, limits) : readYaml(body, limits);
  if (root === undefined || problems.some(isError)) {
    const conflicts = problems.some(isError) ? mergeConflicts(body) : [];
    return treeSource({
      file: options.file,
      text: body,
      root,
      problems: conflicts.length > 0 ? conflicts : problems,
    });
  }
  const plain = toPlainValue(root, limits);
  if (plain.problem !== undefined) problems.push(plain.problem);
  return treeSource({ file: options.file, text: body, root, value: plain.value, problems });
}

/** What is said of a file above the size limit. */
export function tooLargeMessage(maxBytes: number): string {
  const size = maxBytes >= 1024 * 1024 ? `${Math.floor(maxBytes / (1024 * 1024))} MiB` : `${maxBytes} bytes`;
  return `the file is larger than ${size}`;
}

function isError(problem: SyntaxProblem): boolean {
  return problem.severity !== "warning";
}

/** Where the first character stands that neither YAML nor JSON texts may hold, or -1. */
function forbiddenCharacterAt(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x1f && code < 0x7f) continue;
    if (code === 0x0a || code === 0x0d || code === 0x09) continue;
    if (code < 0x20 || code === 0x7f || code >= 0xfffe) return at;
  }
  return -1;
}
