import type { Diagnostic, SourceRange } from "../../src/diagnostics/diagnostic.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import { parseSource } from "../../src/source/parse-source.js";
import type { RangeTarget, SourceDocument } from "../../src/source/source-document.js";
import type { SourceNode } from "../../src/source/source-node.js";
import { hashBytes } from "../io/content-hash.js";
import { type Memo, parseAnswer, rememberNow } from "../memo.js";

/**
 * The document of a text. Of a text in which nothing was found wrong only the value is remembered: it is read again,
 * place by place, when a finding asks where something stands.
 */
export function rememberedDocument(text: string, file: string, memo: Memo): SourceDocument {
  let parsed: SourceDocument | undefined;
  const parse = (): SourceDocument => {
    parsed ??= parseSource(text, { file });
    return parsed;
  };
  const isJson = /\.json$/i.test(file);
  const question = { stage: "source/1", input: [isJson, hashBytes(text)] };
  const answer = rememberNow(memo, question, () => plainText(parse()));
  return parsed ?? (answer === "" ? parse() : new UnplacedDocument(text, file, parseAnswer(answer), parse));
}

/** The value of a document as JSON; empty where that is not all that there is to say of the document. */
function plainText({ value, diagnostics }: SourceDocument): string {
  if (value === undefined || diagnostics.length > 0) return "";
  let exact = true;
  const text = JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === "number" && !Number.isFinite(item)) exact = false;
    return item;
  });
  return exact ? text : "";
}

class UnplacedDocument implements SourceDocument {
  readonly text: string;
  readonly file: string;
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[] = [];
  readonly #parse: () => SourceDocument;

  constructor(text: string, file: string, value: unknown, parse: () => SourceDocument) {
    this.text = text;
    this.file = file;
    this.value = value;
    this.#parse = parse;
  }

  get root(): SourceNode | undefined {
    return this.#parse().root;
  }

  range(path: DocumentPath, target: RangeTarget): SourceRange {
    return this.#parse().range(path, target);
  }
}
