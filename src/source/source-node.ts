import type { DocumentPath } from "./json-pointer.js";

/**
 * A parsed value with its place in the text (offsets, end exclusive). An alias stands for the very node that
 * it names, so the tree may share nodes; it never holds a cycle.
 */
export type SourceNode = ScalarNode | ListNode | MapNode;

interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface ScalarNode extends Placed {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
}

export interface ListNode extends Placed {
  readonly kind: "list";
  readonly items: readonly SourceChild[];
}

export interface MapNode extends Placed {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, SourceEntry>;
}

/** A child of a list or a map, and the alias or merge key by which it got there. */
export interface SourceChild {
  readonly node: SourceNode;
  /** Set when the node is written elsewhere: where the alias or merge key stands. */
  readonly alias?: Placed;
}

export interface SourceEntry extends SourceChild {
  readonly keyStart: number;
  readonly keyEnd: number;
}

/** Something wrong with a text, found before its values are looked at. */
export interface SyntaxProblem {
  readonly start: number;
  readonly end: number;
  /** Never quotes the text's values: nobody can tell yet which of them are secret. */
  readonly message: string;
  readonly hint?: string;
  /** Default: `error`. */
  readonly severity?: "error" | "warning";
  /** Default: `syntax`. */
  readonly code?: string;
  /** A second place that helps to understand it. */
  readonly related?: Placed & { readonly message: string };
}

/** What is said of a key that a map holds already: the first one counts. */
export function duplicateKey(key: string, first: SourceEntry, start: number, end: number): SyntaxProblem {
  const related = { start: first.keyStart, end: first.keyEnd, message: "the key is there first" };
  return { start, end, message: `duplicate key ${JSON.stringify(key)}`, related };
}

/** The child of a node under a key; list indices may be numbers or digits. */
function childOf(node: SourceNode, key: string | number): SourceChild | SourceEntry | undefined {
  if (node.kind === "map") return node.entries.get(String(key));
  if (node.kind === "list" && /^(0|[1-9]\d*)$/.test(String(key))) return node.items[Number(key)];
  return undefined;
}

/** The nodes along a path, as far as it exists, without the root. */
export function walkPath(root: SourceNode, path: DocumentPath): (SourceChild | SourceEntry)[] {
  const found: (SourceChild | SourceEntry)[] = [];
  let node = root;
  for (const key of path) {
    const child = childOf(node, key);
    if (child === undefined) break;
    found.push(child);
    node = child.node;
  }
  return found;
}
