import { distance } from "fastest-levenshtein";

/**
 * The candidate that a misspelt word most likely meant, or undefined when none is near or two are equally near.
 * Letter case is ignored; at most one edit for every three letters is accepted, and at least one. Two neighbouring letters
 * in the wrong order are one edit.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  let tied = false;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const found = edits(wanted, candidate.toLowerCase());
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
      tied = false;
    } else if (found === bestDistance) {
      tied = true;
    }
  }
  return bestDistance <= limit && !tied ? best : undefined;
}

function edits(a: string, b: string): number {
  const found = distance(a, b);
  return found === 2 && isSwap(a, b) ? 1 : found;
}

/** Whether two words differ only in the order of two neighbouring letters. */
function isSwap(a: string, b: string): boolean {
  let first = 0;
  while (first < a.length && a[first] === b[first]) first++;
  const swapped = a.slice(0, first) + (a[first + 1] ?? "") + (a[first] ?? "") + a.slice(first + 2);
  return swapped === b;
}
