// Deterministic synthetic providers for the measurements: 10–20 settings each, strings with lengths, patterns and
// formats, enums, numbers, booleans, lists, maps and two levels of nested objects; every object is closed.

/** A small seeded generator (mulberry32): the same numbers on every machine. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const settingNames =
  "endpoint region timeout retries account bucket prefix tls tags mode labels pool auth owner level compression hosts weights database namespace replicas cache proxy backoff limits schedule encoding quota channel topic".split(
    " ",
  );
const words = "alpha beta gamma delta epsilon zeta fast slow none gzip zstd debug info warn".split(" ");
/** The formats in use, as the expressions that every library is given, so that their cost is equal. */
export const formats = {
  email: { pattern: /^[a-z0-9.]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, sample: "ops@example.com" },
  uuid: {
    pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
    sample: "0f8fad5b-d9cb-469f-a165-70867728950e",
  },
};

function scalar(next) {
  const pick = Math.floor(next() * 8);
  if (pick === 0) return { type: "string", minLength: 1, maxLength: 16 + Math.floor(next() * 64) };
  if (pick === 1) return { type: "string", pattern: "^[a-z][a-z0-9-]{0,40}$" };
  if (pick === 2)
    return { type: "string", pattern: formats.uuid.pattern.source.replace("[0-9a-f]", "[0-9a-fA-F]") };
  if (pick === 3) {
    const start = Math.floor(next() * words.length);
    return { enum: [0, 3, 6, 9].map((step) => words[(start + step) % words.length]) };
  }
  if (pick === 4) return { type: "integer", minimum: 0, maximum: 100 + Math.floor(next() * 60_000) };
  if (pick === 5) return { type: "number", minimum: 0, maximum: 1 };
  return { type: "boolean" };
}

function objectSchema(next, depth, size) {
  const properties = {};
  const required = [];
  const pool = [...settingNames];
  for (let index = 0; index < size; index++) {
    const [name] = pool.splice(Math.floor(next() * pool.length), 1);
    const draw = next();
    if (depth > 0 && (index === 1 || draw < 0.08))
      properties[name] = objectSchema(next, depth - 1, 3 + Math.floor(next() * 3));
    else if (draw < 0.18) properties[name] = { type: "array", items: scalar(next), maxItems: 16 };
    else if (depth > 0 && draw < 0.24)
      properties[name] = { type: "array", items: objectSchema(next, 0, 3), maxItems: 8 };
    else if (draw < 0.28) properties[name] = { type: "object", additionalProperties: { type: "string" } };
    else properties[name] = scalar(next);
    properties[name] = { ...properties[name], description: `The ${name} setting.` };
    if (index === 0 || next() < 0.5) required.push(name);
  }
  return { type: "object", properties, required, additionalProperties: false };
}

/** So many different schemas; they repeat, so that what is validated is the same at every N. */
const variety = 10;

/** Provider number `index`: id and schema of its own settings. */
export function syntheticProvider(index) {
  const next = random(1000 + (index % variety));
  return { id: `p${index}`, schema: objectSchema(next, 2, 10 + Math.floor(next() * 11)) };
}

/** The first `count` providers. */
export const providersOf = (count) => Array.from({ length: count }, (_, index) => syntheticProvider(index));

/** The whole choice of one provider: its settings and the selector. */
export const choiceSchema = ({ id, schema }) => ({
  ...schema,
  properties: { engine: { const: id }, ...schema.properties },
  required: ["engine", ...schema.required],
});

/** A value that satisfies a schema of {@link syntheticProvider}. */
export function sample(schema, next) {
  if (schema.enum) return schema.enum[Math.floor(next() * schema.enum.length)];
  switch (schema.type) {
    case "string":
      if (schema.pattern?.includes("{8}-")) return formats.uuid.sample;
      return schema.pattern ? `a-name-${Math.floor(next() * 100)}` : `value ${Math.floor(next() * 100)}`;
    case "integer":
      return Math.floor(next() * schema.maximum);
    case "number":
      return next();
    case "boolean":
      return next() < 0.5;
    case "array":
      return Array.from({ length: 1 + Math.floor(next() * 3) }, () => sample(schema.items, next));
    default: {
      if (!schema.properties) return { first: "one", second: "two" };
      // What is required comes first, so that the first field of a choice is one that it cannot do without.
      const entries = Object.entries(schema.properties)
        .filter(([name]) => schema.required.includes(name) || next() < 0.6)
        .sort(([a], [b]) => schema.required.includes(b) - schema.required.includes(a));
      return Object.fromEntries(entries.map(([name, property]) => [name, sample(property, next)]));
    }
  }
}

/** One valid inline choice for each of the schemas, of providers that are spread evenly over `count`. */
export function sampleChoices(count) {
  const next = random(7);
  return Array.from({ length: variety }, (_, index) => {
    const start = Math.floor((index * count) / variety);
    const provider = syntheticProvider(start - (start % variety) + index);
    return { engine: provider.id, ...sample(provider.schema, next) };
  });
}

/** Each choice with one mistake: a wrong type, a wrong type further down, a missing field, a field too many. */
export function invalidChoices(choices) {
  return choices.flatMap((choice) => {
    const names = Object.keys(choice).filter((name) => name !== "engine");
    const [first] = names;
    const nested = names.find((name) => isObject(choice[name])) ?? first;
    const { [first]: _, ...without } = choice;
    return [
      { ...choice, [first]: isObject(choice[first]) ? 1 : { wrong: true } },
      { ...choice, [nested]: isObject(choice[nested]) ? { ...choice[nested], surplus: 1 } : { wrong: true } },
      without,
      { ...choice, surplus: 1 },
    ];
  });
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The choices with an id that nobody has. */
export const unknownChoices = (choices) =>
  choices.map((choice, index) => ({ ...choice, engine: `nobody-${index}` }));

/** Up to `most` different valid inline choices, one of a provider each, of all schemas and spread evenly over `count`. */
export function literalsOf(count, most) {
  const next = random(11);
  const length = Math.min(count, most);
  return Array.from({ length }, (_, index) => {
    const start = Math.floor((index * count) / length);
    const place = start - (start % variety) + (index % variety);
    const provider = syntheticProvider(count < variety ? index : place);
    return { engine: provider.id, ...sample(provider.schema, next) };
  });
}
