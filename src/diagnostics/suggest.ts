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

/** How many letters have to be put in, left out or replaced (Levenshtein); one row of the usual table at a time. */
function distance(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 0; line < a.length; line++) {
    let diagonal = line;
    row[0] = line + 1;
    for (let column = 0; column < b.length; column++) {
      const replaced = diagonal + (a[line] === b[column] ? 0 : 1);
      diagonal = row[column + 1] ?? 0;
      row[column + 1] = Math.min(replaced, diagonal + 1, (row[column] ?? 0) + 1);
    }
  }
  return row[b.length] ?? 0;
}

/** Whether two words differ only in the order of two neighbouring letters. */
function isSwap(a: string, b: string): boolean {
  let first = 0;
  while (first < a.length && a[first] === b[first]) first++;
  const swapped = a.slice(0, first) + (a[first + 1] ?? "") + (a[first] ?? "") + a.slice(first + 2);
  return swapped === b;
}
