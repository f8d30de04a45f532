import { memberAccess, quote } from "../emit/code.js";
import { helperNames, noteHelperNames } from "./helper-texts.js";
import type { ModuleText } from "./module-text.js";

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Whether every object seems to have a field of this name, unless one looks closely. */
export function isInherited(field: string): boolean {
  return inherited.has(field);
}

/** Code that reads a field of the object at hand. */
export function fieldAccess(module: ModuleText, field: string): string {
  return inherited.has(field)
    ? `${module.helper("own")}(data, ${quote(field)})`
    : memberAccess("data", field);
}

const words =
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
  "finally for function if implements import in instanceof interface let new null package private protected public " +
  "return static super switch this throw true try typeof undefined var void while with yield Array Map Math Number " +
  "Object RegExp Set c data failures formats found i item key schema start tests validate value";
/** Names that mean something else in a validator. */
const reserved: ReadonlySet<string> = new Set([...words.split(" "), ...helperNames]);
/** The same in one that takes notes. */
const reservedForNotes: ReadonlySet<string> = new Set([...reserved, ...noteHelperNames, "notes"]);

/** How the fields of an object are read: each once, into a variable of its name, or wherever it is needed. */
export class FieldReader {
  readonly declares: boolean;
  readonly #module: ModuleText;
  readonly #reserved: ReadonlySet<string>;
  readonly #variables = new Map<string, string>();
  readonly #taken = new Set<string>();
  #declared = 0;

  constructor(module: ModuleText, declares: boolean, isNoting = false) {
    this.#module = module;
    this.#reserved = isNoting ? reservedForNotes : reserved;
    this.declares = declares;
  }

  /** Code that reads a field. */
  read(field: string): string {
    return this.declares ? this.#variable(field) : fieldAccess(this.#module, field);
  }

  /** The statements that the variables need which have been asked for since the last call. */
  declarations(): string[] {
    const all = [...this.#variables].slice(this.#declared);
    this.#declared = this.#variables.size;
    const plain = all.filter(([field]) => !inherited.has(field));
    const members = plain.map(([field, name]) => {
      if (field === name) return name;
      return `${/^[A-Za-z_]\w*$/.test(field) ? field : quote(field)}: ${name}`;
    });
    return [
      ...(members.length > 0 ? [`const { ${members.join(", ")} } = data;`] : []),
      ...all
        .filter(([field]) => inherited.has(field))
        .map(([field, name]) => `const ${name} = ${fieldAccess(this.#module, field)};`),
    ];
  }

  #variable(field: string): string {
    const known = this.#variables.get(field);
    if (known !== undefined) return known;
    const plain = field.replace(/[^A-Za-z0-9_]/g, "_");
    let name = /^(?:\d|$)/.test(plain) || this.#reserved.has(plain) ? `_${plain}` : plain;
    while (this.#taken.has(name)) name += "_";
    this.#taken.add(name);
    this.#variables.set(field, name);
    return name;
  }
}
