import { type CST, Lexer, Parser } from "yaml";
import type { SourceLimits } from "./limits.js";
import type { SyntaxProblem } from "./source-node.js";

/** The concrete syntax of a YAML text, or why it is refused before anything is made of it. */
export type YamlTokens =
  | { readonly tokens: CST.Token[]; readonly problem?: undefined }
  | { readonly problem: SyntaxProblem };

/** Lexemes that stand for no text: document, end of flow, scalar. The text itself cannot hold them. */
const markers: ReadonlySet<string> = new Set(["\x02", "\x18", "\x1f"]);

/** Parses into tokens, within the limits: time and memory stay bounded whatever the text. */
export function readTokens(text: string, limits: SourceLimits): YamlTokens {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++count > limits.maxTokens) {
      return {
        problem: {
          start: offset,
          end: offset,
          message: `the file is too long: more than ${limits.maxTokens} tokens`,
        },
      };
    }
    // Ending what is open, the parser calls itself for each: a text of six thousand dashes would end that.
    const deep = parser.stack.length > limits.maxDepth && openTooDeep(parser.stack, limits.maxDepth);
    if (deep) return { problem: deep };
    if (!markers.has(lexeme)) offset += lexeme.length;
    for (const token of parser.next(lexeme)) tokens.push(token);
  }
  for (const token of parser.end()) tokens.push(token);
  const deep = findTooDeep(tokens, limits.maxDepth);
  return deep === undefined ? { tokens } : { problem: deep };
}

/** What is nested too deep of what the parser has open: collections, and perhaps a scalar and the document. */
function openTooDeep(open: readonly CST.Token[], maxDepth: number): SyntaxProblem | undefined {
  const collections = open.filter((token) => "items" in token);
  const deepest = collections[maxDepth];
  return deepest && tooDeep(deepest.offset, maxDepth);
}

/** Looks for nesting beyond the limit, without recursion of its own. */
function findTooDeep(tokens: readonly CST.Token[], maxDepth: number): SyntaxProblem | undefined {
  const open: { token: CST.Token; depth: number }[] = [];
  const add = (token: CST.Token | null | undefined, depth: number): void => {
    if (token !== undefined && token !== null) open.push({ token, depth });
  };
  for (const token of tokens) if (token.type === "document") add(token.value, 0);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (!("items" in token)) continue;
    if (depth >= maxDepth) return tooDeep(token.offset, maxDepth);
    for (const item of token.items) {
      add(item.key, depth + 1);
      add(item.value, depth + 1);
    }
  }
  return undefined;
}

function tooDeep(offset: number, maxDepth: number): SyntaxProblem {
  return { start: offset, end: offset + 1, message: `nested deeper than ${maxDepth} levels` };
}
