import type { Diagnostic, SourceRange } from "../../src/diagnostics/diagnostic.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import { parseSource } from "../../src/source/parse-source.js";
import type { RangeTarget, SourceDocument } from "../../src/source/source-document.js";
import type { SourceNode } from "../../src/source/source-node.js";
import { hashBytes } from "../io/content-hash.js";
import {
  type Answer,
  digestOf,
  emptyDigest,
  laterAnswer,
  type Memo,
  type MemoQuestion,
  parseAnswer,
  rememberLater,
} from "../memo.js";
import { checkScalars } from "./check-scalars.js";
import { Findings } from "./findings.js";

/** A document of which nothing but the hash of its text has been looked at. */
export interface SoundDocument extends SourceDocument {
  /** What `digestOf` says of the value, which need not be read for it. */
  readonly digest: string;
}

/** Whether a document is one that was found sound before: nothing is wrong with its text, nor with a scalar in it. */
export function isSound(document: SourceDocument): document is SoundDocument {
  return document instanceof UnplacedDocument;
}

/** What `digestOf` says of a document's value. */
export function documentDigest(document: SourceDocument): string {
  return isSound(document) ? document.digest : digestOf(document.value);
}

const questionOf = (file: string, hash: string): MemoQuestion => ({
  stage: "source/1",
  input: [/\.json$/i.test(file), hash],
});

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
  const answer = rememberLater(memo, questionOf(file, hashBytes(text)), () => plainText(parse()));
  if (parsed !== undefined) return parsed;
  return answer.digest === emptyDigest ? parse() : new UnplacedDocument(file, answer, () => text);
}

/**
 * The document of a text with a hash, if it was found sound before; its text is read only if somebody asks for it.
 */
export function soundDocument(
  file: string,
  hash: string,
  memo: Memo,
  read: () => string,
): SourceDocument | undefined {
  const answer = laterAnswer(memo, questionOf(file, hash));
  return answer === undefined || answer.digest === emptyDigest
    ? undefined
    : new UnplacedDocument(file, answer, read);
}

/** The value of a document as JSON; empty where that is not all that there is to say of the document. */
function plainText(document: SourceDocument): string {
  const { value, diagnostics } = document;
  if (value === undefined || diagnostics.length > 0) return "";
  const findings = new Findings();
  checkScalars(document, findings);
  return findings.list().length === 0 ? JSON.stringify(value) : "";
}

class UnplacedDocument implements SoundDocument {
  readonly file: string;
  readonly digest: string;
  readonly diagnostics: readonly Diagnostic[] = [];
  readonly #answer: Answer;
  readonly #read: () => string;
  #value: { readonly value: unknown } | undefined;
  #parsed: SourceDocument | undefined;

  constructor(file: string, answer: Answer, read: () => string) {
    this.file = file;
    this.digest = answer.digest;
    this.#answer = answer;
    this.#read = read;
  }

  get text(): string {
    return this.#read();
  }

  get value(): unknown {
    this.#value ??= { value: parseAnswer(this.#answer) };
    return this.#value.value;
  }

  get root(): SourceNode | undefined {
    return this.#parse().root;
  }

  range(path: DocumentPath, target: RangeTarget): SourceRange {
    return this.#parse().range(path, target);
  }

  #parse(): SourceDocument {
    this.#parsed ??= parseSource(this.text, { file: this.file });
    return this.#parsed;
  }
}
