/** A check of one value; gives the path (from the value) of the first thing wrong, or undefined. */
type Check = (value: unknown) => string | undefined;

const wrong = "";
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text: Check = (value) => (typeof value === "string" ? undefined : wrong);
const record: Check = (value) => (isRecord(value) ? undefined : wrong);
const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value) ? undefined : wrong;
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);

function listOf(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return wrong;
    for (const [index, item] of value.entries()) {
      const found = check(item);
      if (found !== undefined) return `/${index}${found}`;
    }
    return undefined;
  };
}

function mapOf(check: Check): Check {
  return (value) => (isRecord(value) ? fields(value, Object.keys(value), () => check) : wrong);
}

function shape(checks: { readonly [name: string]: Check }): Check {
  return (value) => (isRecord(value) ? fields(value, Object.keys(checks), (name) => checks[name]) : wrong);
}

function fields(
  value: Record<string, unknown>,
  names: readonly string[],
  checkOf: (name: string) => Check | undefined,
): string | undefined {
  for (const name of names) {
    const found = checkOf(name)?.(Object.hasOwn(value, name) ? value[name] : undefined);
    if (found !== undefined) return `/${name}${found}`;
  }
  return undefined;
}

const module = shape({ path: text, exportName: text });
const scalar: Check = (value) => (["string", "number", "boolean"].includes(typeof value) ? undefined : wrong);
const routingTable = shape({
  inputs: optional(mapOf(listOf(scalar))),
  rules: listOf(shape({ when: optional(mapOf(listOf(scalar))), use: text })),
});
const provider = shape({
  id: text,
  title: text,
  description: text,
  capabilities: record,
  requires: shape({ npm: mapOf(text), commands: listOf(text) }),
  deprecated: optional(text),
  module,
  schema: text,
  validator: text,
  validatorBackend: optional(oneOf("provc", "ajv")),
});
const placement = shape({
  at: listOf(text),
  form: oneOf("keyed", "inline"),
  selector: text,
  map: optional(text),
  subject: optional(text),
});
const kind = shape({
  id: text,
  title: text,
  description: text,
  noun: text,
  config: optional(placement),
  onDuplicate: oneOf("error", "override", "first"),
  routing: mapOf(routingTable),
  names: shape({ pascal: text, camel: text }),
  shared: optional(record),
  contract: module,
  providers: listOf(provider),
});
const catalogue = shape({
  manifest: text,
  document: optional(shape({ title: text, files: listOf(text), validator: text })),
  kinds: listOf(kind),
});

/** What keeps a value from being a catalogue of this version, in words; undefined when nothing does. */
export function catalogueProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return "is no catalogue";
  if (value.version !== 1) return "was written by another version of provc";
  const found = catalogue(value);
  return found === undefined ? undefined : `is damaged at ${found}`;
}
