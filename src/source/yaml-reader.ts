import { Composer, type CST, type Document, type YAMLParseError, type YAMLWarning } from "yaml";
import { foreignIndentation } from "./foreign-indentation.js";
import { maxSyntaxProblems, type SourceLimits } from "./limits.js";
import type { SourceNode, SyntaxProblem } from "./source-node.js";
import { missingBracket, missingQuote, yamlMessage } from "./yaml-messages.js";
import { readTokens } from "./yaml-tokens.js";
import { type BuiltTree, buildTree } from "./yaml-tree.js";

/** Reads YAML 1.2 (core schema) with merge keys; one document. */
export function readYaml(
  text: string,
  limits: SourceLimits,
): { root: SourceNode | undefined; problems: SyntaxProblem[] } {
  const read = readTokens(text, limits);
  if (read.problem !== undefined) return { root: undefined, problems: [read.problem] };
  const { document, second } = compose(read.tokens, text.length);
  if (document === undefined) return { root: undefined, problems: [] };

  const tree = buildTree(text, document, limits.maxAliasedValues);
  const foreign = foreignIndentation(text, tree.root);
  if (foreign !== undefined) return { root: tree.root, problems: [foreign] };
  const problems = checkVersion(read.tokens);
  for (const found of [...document.errors, ...document.warnings].slice(0, maxFindings)) {
    problems.push(toProblem(text, found, tree));
  }
  if (second !== undefined) {
    const [start] = second.range;
    problems.push({ start, end: start + 3, ...yamlMessage("MULTIPLE_DOCS", "") });
  }
  const told = withoutConsequences(oneForEachLine(text, problems));
  return { root: tree.root, problems: [...told, ...tree.problems] };
}

/** More findings than this are not even looked at. */
const maxFindings = 10 * maxSyntaxProblems;

/** One mistake often makes the parser stumble over the rest of its line as well: the first finding of a line counts. */
function oneForEachLine(text: string, problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  const kept: SyntaxProblem[] = [];
  for (const problem of problems.toSorted((a, b) => a.start - b.start)) {
    const previous = kept.at(-1);
    if (previous === undefined || text.slice(previous.start, problem.start).includes("\n"))
      kept.push(problem);
  }
  return kept;
}

/** Brackets whose ends are inside a text without end are not missing. */
function withoutConsequences(problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  const quote = problems.findIndex(({ message }) => message === missingQuote);
  if (quote === -1) return problems;
  return problems.filter(({ message }, index) => index < quote || message !== missingBracket);
}

/** Composes the first two documents; the second only tells that there is one. */
function compose(
  tokens: readonly CST.Token[],
  end: number,
): { document?: Document.Parsed; second?: Document.Parsed } {
  // The composer makes an error object for every fault; their stack traces would take most of its time and memory.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    // Duplicate keys are found in buildTree(): the composer compares each key with all others.
    const composer = new Composer({ version: "1.2", uniqueKeys: false, resolveKnownTags: false });
    const [document, second] = composer.compose(tokens, true, end);
    return { ...(document && { document }), ...(second && { second }) };
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function toProblem(text: string, found: YAMLParseError | YAMLWarning, tree: BuiltTree): SyntaxProblem {
  const [start, end] = found.pos;
  if (text[start] === "{" && text[start - 1] === "$") {
    const message = "a value with ${ } needs quotes inside [ ] and { }";
    return { start: start - 1, end: start + 1, message, hint: 'write "${NAME}" with its quotes' };
  }
  if (found.message.startsWith("Missing closing")) {
    const quote = tree.quotes.get(start) ?? start;
    return { start: quote, end: quote + 1, ...yamlMessage(found.code, found.message) };
  }
  // An unknown tag is a warning to the parser, but its value is then not what was meant.
  const isWarning = found.name === "YAMLWarning" && found.code !== "TAG_RESOLVE_FAILED";
  const severity = isWarning ? "warning" : "error";
  return { start, end, severity, ...yamlMessage(found.code, found.message) };
}

function checkVersion(tokens: readonly CST.Token[]): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  for (const token of tokens) {
    if (
      token.type !== "directive" ||
      !/^%YAML\b/.test(token.source) ||
      /^%YAML[ \t]+1\.2\b/.test(token.source)
    )
      continue;
    problems.push({
      start: token.offset,
      end: token.offset + token.source.length,
      message: "only YAML 1.2 is supported",
      hint: "remove the line",
    });
  }
  return problems;
}
