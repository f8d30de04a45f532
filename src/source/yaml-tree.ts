import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from "yaml";
import { checkNumber } from "./exact-number.js";
import { aliasLimitMessage } from "./plain-value.js";
import {
  duplicateKey,
  type SourceChild,
  type SourceEntry,
  type SourceNode,
  type SyntaxProblem,
} from "./source-node.js";

export interface BuiltTree {
  readonly root: SourceNode;
  readonly problems: readonly SyntaxProblem[];
  /** Where each quoted scalar starts, by its end; only recorded when the document has errors. */
  readonly quotes: ReadonlyMap<number, number>;
}

/** Builds our tree from a composed document: aliases and merge keys resolved, duplicate keys found. */
export function buildTree(text: string, document: Document.Parsed, maxAliasedValues: number): BuiltTree {
  const builder = new TreeBuilder(text, maxAliasedValues, document.errors.length > 0);
  const root = builder.child(document.contents).node;
  return { root, problems: builder.problems, quotes: builder.quotes };
}

class TreeBuilder {
  readonly problems: SyntaxProblem[] = [];
  readonly quotes: Map<number, number> = new Map();
  /** The latest node of each anchor; undefined while the node is being read. */
  readonly #anchors = new Map<string, SourceNode | undefined>();
  readonly #text: string;
  readonly #keepsQuotes: boolean;
  readonly #maxAliasedValues: number;
  #merged = 0;

  constructor(text: string, maxAliasedValues: number, keepsQuotes: boolean) {
    this.#keepsQuotes = keepsQuotes;
    this.#text = text;
    this.#maxAliasedValues = maxAliasedValues;
  }

  child(node: unknown): SourceChild {
    if (isAlias(node)) {
      const [start, end] = placeOf(node);
      const target = this.#anchors.get(node.source);
      if (target !== undefined) return { node: target, alias: { start, end } };
      const inside = this.#anchors.has(node.source);
      const message = inside
        ? "an alias cannot stand inside its own anchor"
        : "no anchor of this name stands before the alias";
      this.#problem(start, end, message, inside ? undefined : "put the text in quotes if it starts with *");
      return { node: { kind: "scalar", value: null, start, end } };
    }
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const built = this.#build(node);
    if (anchor !== undefined) this.#anchors.set(anchor, built);
    return { node: built };
  }

  #build(node: unknown): SourceNode {
    const [start, end] = placeOf(node as Node);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.child(item));
      const last = items.at(-1);
      return { kind: "list", items, start, end: node.flow || !last ? end : (last.alias ?? last.node).end };
    }
    if (isMap(node)) {
      const { entries, lastEnd } = this.#entries(node.items as Pair[]);
      return { kind: "map", entries, start, end: node.flow ? end : Math.max(start, lastEnd) };
    }
    if (!isScalar(node)) return { kind: "scalar", value: null, start, end };
    if (this.#keepsQuotes && node.type?.startsWith("QUOTE_")) this.quotes.set(end, start);
    const isBlock = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
    const value = this.#scalar(node, start);
    return { kind: "scalar", value, start, end: isBlock ? this.#trim(start, end) : end };
  }

  /** A block scalar ends with line breaks, which are no part of what a reader sees. */
  #trim(start: number, end: number): number {
    let at = end;
    while (at > start && " \t\r\n".includes(this.#text.charAt(at - 1))) at--;
    return at;
  }

  #scalar(node: Scalar, start: number): string | number | boolean | null {
    const { value } = node;
    if (typeof value === "number") {
      const problem = checkNumber(node.source ?? "", value, start);
      if (problem !== undefined) this.problems.push(problem);
      return value;
    }
    return typeof value === "string" || typeof value === "boolean" ? value : null;
  }

  #entries(pairs: readonly Pair[]): { entries: Map<string, SourceEntry>; lastEnd: number } {
    const entries = new Map<string, SourceEntry>();
    const merges: SourceChild[] = [];
    let lastEnd = 0;
    for (const pair of pairs) {
      const isMerge = isScalar(pair.key) && pair.key.type === "PLAIN" && pair.key.value === "<<";
      const [keyStart, keyEnd] = placeOf(pair.key as Node);
      const key = isMerge ? "<<" : this.#key(pair.key);
      // A key without a colon has no value node; it stands for null at the key's end.
      const none: SourceNode = { kind: "scalar", value: null, start: keyEnd, end: keyEnd };
      const child = pair.value === null ? { node: none } : this.child(pair.value);
      lastEnd = Math.max(keyEnd, (child.alias ?? child.node).end);
      const first = key === undefined ? undefined : entries.get(key);
      if (isMerge) merges.push({ ...child, alias: child.alias ?? { start: keyStart, end: keyEnd } });
      else if (key === undefined)
        this.#problem(keyStart, keyEnd, "a key must be text", this.#keyHint(keyStart));
      else if (first !== undefined) this.problems.push(duplicateKey(key, first, keyStart, keyEnd));
      else entries.set(key, { ...child, keyStart, keyEnd });
    }
    for (const merge of merges) this.#merge(entries, merge, merge.alias ?? { start: 0, end: 0 });
    return { entries, lastEnd };
  }

  /** `{{ name }}` of a template is a map inside a map to YAML. */
  #keyHint(start: number): string | undefined {
    return this.#text.startsWith("{{", start - 1) ? 'put it in quotes: "{{ … }}"' : undefined;
  }

  /** Keys are names: `007: x` has the key "007". */
  #key(node: unknown): string | undefined {
    if (isAlias(node)) {
      const { node: target } = this.child(node);
      return target.kind === "scalar" && target.value !== null ? String(target.value) : undefined;
    }
    if (!isScalar(node)) {
      this.child(node); // for the anchors and problems inside it
      return undefined;
    }
    const { node: built } = this.child(node);
    if (built.kind !== "scalar" || built.value === null) return undefined;
    return typeof built.value === "string" ? built.value : (node.source ?? String(built.value));
  }

  /** `<<`: keys that are not there yet come from one map, or from the first of several that has them. */
  #merge(entries: Map<string, SourceEntry>, merge: SourceChild, alias: { start: number; end: number }): void {
    const sources = merge.node.kind === "list" ? merge.node.items.map((item) => item.node) : [merge.node];
    for (const source of sources) {
      if (source.kind !== "map") {
        this.#problem(alias.start, alias.end, "only a map, or a list of maps, can be merged with <<");
        return;
      }
      for (const [key, entry] of source.entries) {
        if (++this.#merged > this.#maxAliasedValues) {
          if (this.#merged === this.#maxAliasedValues + 1) {
            this.#problem(alias.start, alias.end, aliasLimitMessage(this.#maxAliasedValues));
          }
          return;
        }
        if (!entries.has(key)) entries.set(key, { ...entry, alias: entry.alias ?? alias });
      }
    }
  }

  #problem(start: number, end: number, message: string, hint?: string): void {
    this.problems.push({ start, end, message, ...(hint === undefined ? {} : { hint }) });
  }
}

function placeOf(node: Node | null | undefined): [number, number] {
  const range = node?.range;
  return range ? [range[0], range[1]] : [0, 0];
}
