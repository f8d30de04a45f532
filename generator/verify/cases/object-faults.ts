import { isObject, setOwn } from "../../../src/validation/json-value.js";
import { isSchema } from "../../../src/validation/schema-keywords.js";
import { samplePattern } from "../../emit/examples/sample-pattern.js";
import { type FaultMaker, type FaultPlace, numberOf } from "./fault-place.js";
import { generateValue } from "./generate-value.js";
import { junk } from "./scalar-faults.js";

interface Fields {
  readonly [name: string]: unknown;
}

/** Names that objects seem to have already, and others that are easily taken for something else. */
const hostileNames = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "",
  "0",
  "length",
  "x-extra",
  "é😀",
];

const fieldsOf = ({ value }: FaultPlace): Fields => (isObject(value) ? value : {});

export function withField(fields: Fields, name: string, value: unknown): Fields {
  const copy = Object.fromEntries(Object.entries(fields));
  setOwn(copy, name, value);
  return copy;
}

export function withoutField(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}

/** A field's name as it is often misspelt. */
const misspelt = (name: string): string[] => [name.slice(1), `${name}s`, name.toUpperCase(), `${name} `];

const additions: FaultMaker = (place) => {
  const fields = fieldsOf(place);
  const { root, random, schema, strangeNames } = place;
  const named = [...Object.keys(schema.properties ?? {}), ...Object.keys(fields)];
  const patterns = Object.keys(schema.patternProperties ?? {}).flatMap(
    (pattern) => samplePattern(pattern) ?? [],
  );
  const names = [...hostileNames, ...strangeNames, ...patterns, ...named.flatMap(misspelt)];
  const others = [schema.additionalProperties, schema.unevaluatedProperties].find(isSchema) ?? true;
  const added = names.flatMap((name) => {
    const made = generateValue({ root, random }, others, name, 2) ?? true;
    return [withField(fields, name, made), withField(fields, name, random.pick(junk))];
  });
  return added;
};

/** Each field that the schema names: left out, made anew, and filled with something else. */
const members: FaultMaker = (place) => {
  const fields = fieldsOf(place);
  const { root, random, schema } = place;
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
    withField(fields, name, generateValue({ root, random }, property, name, 2) ?? null),
    withField(fields, name, random.pick(junk)),
    withoutField(fields, name),
  ]);
};

const omissions: FaultMaker = (place) => {
  const fields = fieldsOf(place);
  const names = place.schema.required ?? [];
  return [
    ...names.map((name) => withoutField(fields, name)),
    ...names.map((name) => withField(fields, name, null)),
    {},
  ];
};

/** Fields that ask for others, with and without those. */
const dependencies: FaultMaker = (place) => {
  const { root, random, schema } = place;
  const fields = fieldsOf(place);
  const keyword = { ...(schema.dependentRequired as Fields), ...(schema.dependentSchemas as Fields) };
  return Object.entries(keyword).flatMap(([trigger, dependent]) => {
    const property = Object.hasOwn(schema.properties ?? {}, trigger) ? schema.properties?.[trigger] : true;
    const triggered = withField(
      fields,
      trigger,
      generateValue({ root, random }, property ?? true, trigger, 2) ?? 1,
    );
    if (Array.isArray(dependent)) {
      const complete = dependent.reduce<Fields>(
        (all, name: string) => (Object.hasOwn(all, name) ? all : withField(all, name, 1)),
        triggered,
      );
      return [triggered, complete, ...dependent.map((name: string) => withoutField(complete, name))];
    }
    const asked = isSchema(dependent) ? generateValue({ root, random }, dependent, trigger, 2) : undefined;
    const merged = isObject(asked) ? { ...triggered, ...asked } : triggered;
    return [triggered, merged, withoutField(merged, trigger)];
  });
};

const names: FaultMaker = (place) => {
  const { root, random, schema } = place;
  const fields = fieldsOf(place);
  const { propertyNames } = schema;
  const fitting = isSchema(propertyNames)
    ? generateValue({ root, random }, propertyNames, "name", 2)
    : undefined;
  const member = Object.values(fields)[0] ?? true;
  return [
    ...hostileNames,
    "A B",
    "a".repeat(80),
    ...(typeof fitting === "string" ? [fitting, `${fitting}!`] : []),
  ].map((name) => withField(fields, name, member));
};

const sizes =
  (keyword: string): FaultMaker =>
  (place) => {
    const { root, random, schema } = place;
    const limit = numberOf(schema, keyword) ?? 0;
    const entries = Object.entries(fieldsOf(place));
    const declared = Object.entries(schema.properties ?? {});
    const others = [schema.additionalProperties, schema.unevaluatedProperties].find(isSchema) ?? true;
    return [limit, limit - 1, limit + 1].flatMap((size) => {
      if (size < 0 || size > 100) return [];
      let fields: Fields = Object.fromEntries(entries.slice(0, size));
      for (let count = 0; Object.keys(fields).length < size && count < size + declared.length; count++) {
        const [name, property] = declared[count] ?? [`extra${count}`, others];
        if (!Object.hasOwn(fields, name))
          fields = withField(fields, name, generateValue({ root, random }, property, name, 2) ?? true);
      }
      return [fields];
    });
  };

/** What goes wrong with the keywords about objects, by keyword. */
export const objectFaults: ReadonlyMap<string, FaultMaker> = new Map([
  ["properties", members],
  ["required", omissions],
  ["additionalProperties", additions],
  ["unevaluatedProperties", additions],
  ["patternProperties", additions],
  ["propertyNames", names],
  ["dependentRequired", dependencies],
  ["dependentSchemas", dependencies],
  ["minProperties", sizes("minProperties")],
  ["maxProperties", sizes("maxProperties")],
]);
