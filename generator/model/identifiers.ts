/** Words that cannot be the name of a variable in a module. */
const reservedWords: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** Types that generated modules use or that every program has; a document's type must not hide them. */
const takenTypes: ReadonlySet<string> = new Set(
  (
    "Array Awaited Boolean Buffer Date DocumentDefinition Error Exclude Extract Function KindTable Map Module " +
    "NonNullable Number Object Omit Partial Pick Promise ProviderDefinition Readonly ReadonlyArray Record RegExp " +
    "Registry Required Set String Symbol ValidateFunction ValidatorModule"
  ).split(" "),
);

/** `EncoreTs` for `encore-ts`. */
export function pascalCase(id: string): string {
  return id
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** `encoreTs` for `encore-ts`; a reserved word gets `Kind` at its end. */
export function camelCase(id: string): string {
  const pascal = pascalCase(id);
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  return reservedWords.has(camel) ? `${camel}Kind` : camel;
}

/** The id in words, as a title for want of a better one: `Encore ts`. */
export function idAsTitle(id: string): string {
  const words = id.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The kebab-case id that was probably meant; undefined when nothing is left of the text. */
export function asKebabCase(text: string): string | undefined {
  const id = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+|-+$/g, "");
  return id === "" ? undefined : id;
}

/**
 * The name of the document's type: its title in PascalCase. `Document` is added where the name could be that of
 * another type: the types of a kind all start with the kind's name.
 */
export function documentTypeName(title: string, kindNames: readonly string[]): string {
  const name = pascalCase(asKebabCase(title) ?? "config-document");
  if (name === "Document") return "ConfigDocument";
  const isTaken = takenTypes.has(name) || kindNames.some((kind) => name.startsWith(kind));
  return isTaken && !name.endsWith("Document") ? `${name}Document` : name;
}
