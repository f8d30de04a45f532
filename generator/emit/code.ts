/**
 * Text for generated code. Whatever comes from a manifest or a schema passes through here, so that hostile
 * text (`*\/`, quotes, line separators, `</script>`, `__proto__`) stays data.
 */

const LINE_WIDTH = 100;

/** A string literal, valid in TypeScript, in JavaScript and inside an HTML script element. */
export function quote(text: string): string {
  const quoted = JSON.stringify(text);
  return unsafe.test(quoted) ? withoutUnsafe(quoted) : quoted;
}

/** What JSON leaves as it is and HTML or older JavaScript does not; most texts have none of it. */
const unsafe = /[\u2028\u2029<]/;

function withoutUnsafe(quoted: string): string {
  return quoted
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029")
    .replaceAll("</", "<\\/")
    .replaceAll("<!--", "<\\!--");
}

const isIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name);

/** A property's name in a type or an interface: bare where it is an identifier, else quoted. */
export function propertyKey(name: string): string {
  return isIdentifier(name) ? name : quote(name);
}

/** A property's name in an object literal; there `__proto__: x` would set the prototype, `["__proto__"]: x` does not. */
export function literalKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : propertyKey(name);
}

/** Access to a property: `loaders.generic`, `loaders["encore-ts"]`. */
export function memberAccess(object: string, name: string): string {
  return isIdentifier(name) ? `${object}.${name}` : `${object}[${quote(name)}]`;
}

/** Plain data as a literal: on one line where it is short, else one entry a line. Undefined members are left out. */
export function literal(value: unknown, indent = ""): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return bracket(
      "[]",
      value.map((item) => literal(item, inner)),
      indent,
      "",
    );
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => `${literalKey(name)}: ${literal(member, inner)}`);
    return bracket("{}", members, indent, " ");
  }
  return typeof value === "string" ? quote(value) : String(JSON.stringify(value));
}

/** A value as a literal type: `"a"`, `5`, `{ a: 1 }`, `[1, 2]`. */
export function literalType(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalType).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) => `${propertyKey(name)}: ${literalType(member)}`,
    );
    return members.length === 0 ? "Record<string, never>" : `{ ${members.join("; ")} }`;
  }
  return typeof value === "string" ? quote(value) : String(JSON.stringify(value));
}

/** A list of entries between brackets, on one line if that fits. */
function bracket(pair: "[]" | "{}", entries: readonly string[], indent: string, padding: string): string {
  const [open, close] = pair;
  if (entries.length === 0) return pair;
  const separators = 2 * (entries.length - 1 + padding.length) + pair.length;
  const length = entries.reduce((sum, entry) => sum + entry.length, indent.length + separators);
  if (length <= LINE_WIDTH && !entries.some((entry) => entry.includes("\n"))) {
    return `${open}${padding}${entries.join(", ")}${padding}${close}`;
  }
  return `${open}\n${entries.map((entry) => `${indent}  ${entry},\n`).join("")}${indent}${close}`;
}

/** A JSDoc comment with a line end after it, or nothing for empty text. */
export function docComment(text: string, indent = ""): string {
  const lines = commentText(text)
    .split("\n")
    .map((line) => line.trimEnd());
  if (lines.join("") === "") return "";
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}

/** What a comment cannot hold, or hardly ever holds. */
const uncommon = /[^\n -~]|\*\//;

/** Text that may stand in a block comment: it cannot end the comment, and holds no control characters. */
export function commentText(text: string): string {
  if (!uncommon.test(text)) return text.trim();
  return (
    text
      .replace(/\r\n?|[\u2028\u2029]/g, "\n")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
      .trim()
      .replaceAll("*/", "*\\/")
  );
}

/** `encore-ts` → `EncoreTs`: an id as part of a type's name. */
export function pascalCase(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** Gives each wanted name, or the first of `name2`, `name3` … that is free, and remembers it. */
export class NameAllocator {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set(reserved);
  }

  allocate(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#taken.has(name); count++) name = `${wanted}${count}`;
    this.#taken.add(name);
    return name;
  }
}
