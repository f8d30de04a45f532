import { toPointer } from "../../../src/source/json-pointer.js";

/** The ways of writing one document that mistakes are tried in, and the file name that goes with each. */
export const styles = {
  flow: "flow.yml",
  json: "document.json",
  anchors: "anchors.yml",
  merge: "merge-keys.yml",
} as const;

export type Style = keyof typeof styles;

/** `line:column-endColumn`, of more lines `line:column-endLine:endColumn`. */
export type Place = string;

/** A text and, by JSON pointer, where it has the keys and values: known from the writing, not from any parser. */
export interface StyledText {
  readonly text: string;
  readonly keys: ReadonlyMap<string, Place>;
  readonly values: ReadonlyMap<string, Place>;
}

/**
 * Writes data in a style: `flow` and `json` as their names say; `anchors` with every section of the document
 * behind an alias; `merge` with every field coming in by a merge key.
 */
export function writeStyled(value: unknown, style: Style): StyledText {
  const writer = new Writer(style);
  writer.document(value);
  return writer;
}

type Path = readonly (string | number)[];

class Writer implements StyledText {
  text = "";
  readonly keys: Map<string, Place> = new Map();
  readonly values: Map<string, Place> = new Map();
  readonly #style: Style;
  #anchors = 0;

  constructor(style: Style) {
    this.#style = style;
  }

  document(value: unknown): void {
    if (this.#style === "anchors" && isMap(value)) this.#aliasedSections(value);
    else {
      // A document starts where its first field does.
      this.#value(value, []);
      this.#add("\n");
    }
  }

  /** The sections stand in a map that is merged; its fields lose against those that are written out, which are aliases. */
  #aliasedSections(map: object): void {
    const fields = Object.entries(map);
    const names = fields.map((_, index) => `section${index + 1}`);
    this.#add("<<:\n");
    for (const [index, [key, item]] of fields.entries()) {
      this.#add(`  ${scalar(key, this.#style)}: &${names[index]} `);
      this.#value(item, [key]);
      this.#add("\n");
    }
    for (const [index, [key]] of fields.entries()) {
      this.#mark(this.keys, [key], () => this.#add(scalar(key, this.#style)));
      this.#add(`: *${names[index]}\n`);
    }
  }

  #value(value: unknown, path: Path): void {
    this.#mark(this.values, path, () => {
      if (Array.isArray(value)) this.#list(value, path);
      else if (isMap(value)) this.#map(value, path);
      else this.#add(scalar(value, this.#style));
    });
  }

  #list(list: readonly unknown[], path: Path): void {
    this.#add("[");
    for (const [index, item] of list.entries()) {
      if (index > 0) this.#add(", ");
      this.#value(item, [...path, index]);
    }
    this.#add("]");
  }

  #map(map: object, path: Path): void {
    const indent = this.#style === "json" ? "\n".padEnd(2 * path.length + 3) : "";
    const merged = this.#style === "merge";
    this.#add(merged ? `{<<: &merged${++this.#anchors} {` : "{");
    for (const [index, [key, item]] of Object.entries(map).entries()) {
      if (index > 0) this.#add(indent === "" ? ", " : ",");
      this.#add(indent);
      this.#mark(this.keys, [...path, key], () => this.#add(scalar(key, this.#style)));
      this.#add(": ");
      this.#value(item, [...path, key]);
    }
    if (indent !== "" && Object.keys(map).length > 0) this.#add(indent.slice(0, -2));
    this.#add(merged ? "}}" : "}");
  }

  #mark(places: Map<string, Place>, path: Path, write: () => void): void {
    const start = this.#position();
    write();
    const end = this.#position();
    const last = end.line === start.line ? `${end.column}` : `${end.line}:${end.column}`;
    places.set(toPointer(path), `${start.line}:${start.column}-${last}`);
  }

  #position(): { line: number; column: number } {
    const lines = this.text.split("\n");
    return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
  }

  #add(text: string): void {
    this.text += text;
  }
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** As people write it: without quotes where YAML lets them. */
function scalar(value: unknown, style: Style): string {
  const isPlain =
    style !== "json" &&
    typeof value === "string" &&
    /^[A-Za-z_./][\w./: -]*$/.test(value) &&
    !/^(?:true|false|null)$|[: ]$|: /.test(value);
  return isPlain ? value : JSON.stringify(value);
}
