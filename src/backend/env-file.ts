/**
 * Reads an env file: one `NAME=value` a line, blank lines and lines that start with `#` skipped, `export ` in front of a
 * name allowed, `#` outside of quotes begins a comment. In double quotes `\\`, `\"`, `\n`, `\t` and `\r` are escapes;
 * single quotes are literal. A line without `=` or without a name is skipped; a later line wins. Nothing is interpolated.
 */
export function parseEnvFile(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const raw of text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/)) {
    const line = raw.trim().replace(/^export\s+/, "");
    const equals = line.indexOf("=");
    if (line.startsWith("#") || equals < 0) continue;
    const name = line.slice(0, equals).trim();
    if (name !== "") variables.set(name, readValue(line.slice(equals + 1).trim()));
  }
  return variables;
}

const QUOTED = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*(?:#.*)?$/;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\"],
  ['"', '"'],
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
]);

function readValue(text: string): string {
  const [, double, single] = QUOTED.exec(text) ?? [];
  if (double !== undefined) return unescaped(double);
  return single ?? withoutComment(text).trim();
}

/** In one pass, so that `\\n` is a backslash and an `n`. An unknown escape stays as it is. */
function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (whole, character: string) => ESCAPES.get(character) ?? whole);
}

/** Cuts at the first `#` that no quotes are open around; a quote that is never closed is an ordinary character. */
function withoutComment(text: string): string {
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === "#") return text.slice(0, index);
    if (character !== '"' && character !== "'") continue;
    const end = text.indexOf(character, index + 1);
    if (end > 0) index = end;
  }
  return text;
}
