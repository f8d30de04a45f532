/** What looks like a key, and where its value starts. */
export interface BrokenKey {
  readonly name: string;
  readonly end: number;
}

/**
 * The keys of a line that cannot be read, quoted or not, each with its colon (or the `=` of a program). Any quote may be the
 * first of a name, since one may be missing before it; still every character is looked at a fixed number of times.
 */
export function* brokenKeys(line: string): Generator<BrokenKey> {
  let at = 0;
  // Quotes that a backslash stands before, inside a text in quotes, lead to the same end as the quote before them.
  let sameEnd = -1;
  const key = (start: number, end: number, after: number, isEscaped = false): BrokenKey | undefined => {
    const colon = colonAfter(line, after);
    if (colon === undefined) return undefined;
    const name = line.slice(start, end);
    return { name: isEscaped ? unescaped(name) : name, end: colon };
  };
  while (at < line.length) {
    const start = at++;
    const character = line[start] ?? "";
    let found: BrokenKey | undefined;
    if (character === '"' && start >= sameEnd) {
      const close = closingQuote(line, start);
      sameEnd = close ?? line.length;
      if (close !== undefined) found = key(start + 1, close, close + 1, true);
    } else if (character === "'") {
      const close = line.indexOf("'", start + 1);
      if (close !== -1) found = key(start + 1, close, close + 1);
    } else if (isNameStart.test(character)) {
      // Where no colon follows the name, none follows its ends.
      at = endOf(nameRest, line, start);
      found = key(start, at, at);
    }
    if (found === undefined) continue;
    yield found;
    at = found.end;
  }
}

const isNameStart = /[\w$]/;
const nameRest = /[\w$.-]*/y;
const blanks = /[ \t]*/y;

function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  pattern.test(text);
  return pattern.lastIndex;
}

function colonAfter(line: string, at: number): number | undefined {
  const colon = endOf(blanks, line, at);
  return line[colon] === ":" || line[colon] === "=" ? colon + 1 : undefined;
}

function closingQuote(line: string, start: number): number | undefined {
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (line[at] === '"') return at;
  }
  return undefined;
}

function unescaped(name: string): string {
  if (!name.includes("\\")) return name;
  try {
    return JSON.parse(`"${name}"`) as string;
  } catch {
    return name;
  }
}
