/** Shorter texts than this are no secrets worth the name, and part of too many words. */
const shortest = 4;
/** Words are told apart by this many characters; the rest is compared. */
const depth = 64;

/** A node of the tree of words by their characters. */
interface WordNode {
  readonly next: Map<string, WordNode>;
  /** The words that end here or, at the greatest depth, begin like this, and the lengths that they have. */
  words?: Set<string>;
  lengths?: Set<number>;
}

/** The texts of secrets, to be found wherever they stand. Finding them costs the same for ten as for ten thousand. */
export class SecretWords {
  readonly #root: WordNode = { next: new Map() };

  /** Adds the texts and numbers of a value, at any depth. */
  add(value: unknown): void {
    if (typeof value === "object" && value !== null) for (const item of Object.values(value)) this.add(item);
    if (typeof value !== "string" && typeof value !== "number") return;
    const text = String(value);
    // In messages a text is quoted, and its spaces may be cut off.
    for (const form of [text, text.trim()]) {
      this.#addWord(form);
      this.#addWord(JSON.stringify(form).slice(1, -1));
    }
  }

  #addWord(word: string): void {
    if (word.length < shortest) return;
    let node = this.#root;
    for (let at = 0; at < word.length && at < depth; at++) {
      const character = word.charAt(at);
      let next = node.next.get(character);
      if (next === undefined) {
        next = { next: new Map() };
        node.next.set(character, next);
      }
      node = next;
    }
    node.words = (node.words ?? new Set()).add(word);
    node.lengths = (node.lengths ?? new Set()).add(word.length);
  }

  /** Where they stand in a text, as offsets; never overlapping. */
  find(text: string): { start: number; end: number }[] {
    const found: { start: number; end: number }[] = [];
    for (let at = 0; at < text.length; at++) {
      const length = this.#lengthAt(text, at);
      if (length === 0) continue;
      found.push({ start: at, end: at + length });
      at += length - 1;
    }
    return found;
  }

  /** The length of the longest word that starts at an offset, or 0. */
  #lengthAt(text: string, start: number): number {
    let longest = 0;
    let node = this.#root.next.get(text.charAt(start));
    for (let at = start + 1; node !== undefined; at++) {
      for (const length of node.lengths ?? []) {
        if (length > longest && node.words?.has(text.slice(start, start + length))) longest = length;
      }
      node = node.next.get(text.charAt(at));
    }
    return longest;
  }

  /** The text with something else in their place. */
  replace(text: string, by: string): string {
    let result = "";
    let at = 0;
    for (const { start, end } of this.find(text)) {
      result += text.slice(at, start) + by;
      at = end;
    }
    return result + text.slice(at);
  }
}
