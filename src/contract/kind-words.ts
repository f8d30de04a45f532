import type { KindDescription } from "./kind.js";

/**
 * The words for a provider of a kind, as in messages: "backend provider", "migration engine". Where the kind's id
 * already ends with the noun it is not said twice: kind `isolation-backend` with the noun `backend` is "isolation backend".
 */
export function providerWords(kind: Pick<KindDescription, "id" | "noun">): string {
  const words = kind.id.replaceAll("-", " ");
  return words === kind.noun || words.endsWith(` ${kind.noun}`) ? words : `${words} ${kind.noun}`;
}

/** Words with the article that goes before them. */
export function withArticle(words: string): string {
  return /^[aeiou]/i.test(words) ? `an ${words}` : `a ${words}`;
}
