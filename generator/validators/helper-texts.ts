/**
 * Functions that validators call. A validator must not import anything, so those that it uses are written into it.
 * They are kept as text: what a compiler or bundler makes of a function differs, and the output must not.
 *
 * `c` is the collector of what is wrong; it is undefined where only the verdict is wanted. It belongs to one value, `data`, and to
 * the schema that applies to it, `own`; `parent` and `name` say where the value stands. It looks at one place at a time:
 * at a `schema` with the `value` that it is for, and the `key` where that is a field or an item.
 */
interface Helper {
  readonly source: string;
  /** Other helpers that it calls. */
  readonly needs?: readonly HelperName[];
}

export type HelperName =
  | "isObject"
  | "own"
  | "size"
  | "characters"
  | "isMultiple"
  | "isRegularExpression"
  | "isEqual"
  | "isOneOf"
  | "twins"
  | "hasTwins"
  | "lacks"
  | "fitting"
  | "groups"
  | "always"
  | "never"
  | "look"
  | "below"
  | "again"
  | "pathOf"
  | "fail"
  | "missing"
  | "dependents"
  | "unknown"
  | "inOrder"
  | "gather"
  | "failUnion"
  | "failName";

/** In the order in which they are written. What they are for is said here, not in every validator. */
const helpers: { readonly [Name in HelperName]: Helper } = {
  isObject: {
    source: `function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}`,
  },
  /** A field with a name that every object inherits, such as `constructor`. */
  own: {
    source: `function own(value, field) {
  return Object.hasOwn(value, field) ? value[field] : undefined;
}`,
  },
  size: {
    source: `function size(value) {
  let count = 0;
  for (const _ in value) count++;
  return count;
}`,
  },
  /** Unicode characters, as `minLength` and `maxLength` count; a lone surrogate is one. */
  characters: {
    source: `function characters(text) {
  let count = 0;
  for (const _ of text) count++;
  return count;
}`,
  },
  /** As `isMultipleOf` decides it: by the decimals that are written, not by those that the machine holds. */
  isMultiple: {
    source: `function isMultiple(number, divisor) {
  if (Number.isSafeInteger(number) && Number.isSafeInteger(divisor)) return number % divisor === 0;
  const [a, b] = [number, divisor].map((value) => {
    const [mantissa, exponent] = value.toExponential().split("e");
    const [whole, fraction = ""] = mantissa.split(".");
    return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
  });
  const lowest = Math.min(a.exponent, b.exponent);
  const scaled = ({ digits, exponent }) => digits * 10n ** BigInt(exponent - lowest);
  return scaled(a) % scaled(b) === 0n;
}`,
  },
  /** `format: regex`, in the dialect that `pattern` uses. */
  isRegularExpression: {
    source: `function isRegularExpression(text) {
  try {
    return Boolean(new RegExp(text, "u"));
  } catch {
    return false;
  }
}`,
  },
  /** Equality of JSON values: by content, keys in any order. */
  isEqual: {
    source: `function isEqual(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a !== a && b !== b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
}`,
  },
  isOneOf: {
    source: `function isOneOf(value, allowed) {
  for (const item of allowed) if (isEqual(item, value)) return true;
  return false;
}`,
    needs: ["isEqual"],
  },
  /** The first item that is there already, and where. Simple values are looked up, so lists of them may be long. */
  twins: {
    source: `function twins(list) {
  const places = new Map();
  for (let later = 0; later < list.length; later++) {
    const item = list[later];
    if (typeof item !== "object" || item === null) {
      if (places.has(item)) return [places.get(item), later];
      places.set(item, later);
    } else {
      for (let earlier = 0; earlier < later; earlier++) if (isEqual(list[earlier], item)) return [earlier, later];
    }
  }
}`,
    needs: ["isEqual"],
  },
  hasTwins: {
    source: `function hasTwins(list) {
  if (list.length > 16) return twins(list) !== undefined;
  for (let later = 1; later < list.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) if (isEqual(list[earlier], list[later])) return true;
  }
  return false;
}`,
    needs: ["twins", "isEqual"],
  },
  /** Whether a required field is missing, where there are too many to name each. */
  lacks: {
    source: `function lacks(value, fields) {
  for (const field of fields) if (own(value, field) === undefined) return true;
  return false;
}`,
    needs: ["own"],
  },
  /** How many branches a value fits, up to a limit, where there are too many to name each. */
  fitting: {
    source: `function fitting(value, branches, limit) {
  let count = 0;
  for (const fails of branches) if (!fails(value) && ++count === limit) break;
  return count;
}`,
  },
  /** Which group of fields a field belongs to, where there are too many for one function. */
  groups: {
    source: `function groups(fields, size) {
  return new Map(Object.keys(fields).map((field, index) => [field, Math.floor(index / size)]));
}`,
  },
  /** The check of the schema `true`. */
  always: {
    source: `function always() {
  return false;
}`,
  },
  /** The check of the schema `false`. */
  never: {
    source: `function never(_, c) {
  return fail(c, "false");
}`,
    needs: ["fail"],
  },
  look: {
    source: `function look(c, schema, value, key) {
  c.schema = schema;
  c.value = value;
  c.key = key;
}`,
  },
  /** The collector for what is looked at, or for a field; `own` where a reference leads elsewhere. */
  below: {
    source: `function below(c, field, own) {
  if (field !== undefined) look(c, c.own.properties[field], c.data[field], field);
  const { failures, memory, schema = own, value, key } = c;
  return again({ failures, memory, parent: c, name: key, data: value }, own ?? schema);
}`,
    needs: ["look", "again"],
  },
  /** The collector for another schema of the same value. */
  again: {
    source: `function again(c, own) {
  return { ...c, own, start: c.failures.length, schema: own, value: c.data, key: undefined };
}`,
  },
  pathOf: {
    source: `function pathOf(c) {
  const path = [];
  for (; c.parent; c = c.parent) path.unshift(c.name);
  return path;
}`,
  },
  /** Whether to stop: at once where only the verdict is wanted, never where failures are collected. */
  fail: {
    source: `function fail(c, keyword, field, more) {
  if (!c) return true;
  if (field !== undefined) look(c, c.own.properties[field], c.data[field], field);
  const path = pathOf(c);
  if (c.key !== undefined) path.push(c.key);
  const schema = typeof c.schema === "object" ? c.schema : {};
  c.failures.push({ path, keyword, schema, value: c.value, ...more });
  return false;
}`,
    needs: ["look", "pathOf"],
  },
  missing: {
    source: `function missing(c) {
  if (!c) return true;
  for (const field of c.own.required) if (own(c.data, field) === undefined) fail(c, "required", undefined, { field });
  return false;
}`,
    needs: ["fail", "own"],
  },
  dependents: {
    source: `function dependents(c, trigger) {
  if (!c) return true;
  for (const field of c.own.dependentRequired[trigger]) {
    if (own(c.data, field) === undefined) fail(c, "dependentRequired", undefined, { field, trigger });
  }
  return false;
}`,
    needs: ["fail", "own"],
  },
  /** Where there is a collector, a known field that is undefined may come here. */
  unknown: {
    source: `function unknown(c, field) {
  if (!c) return true;
  if (c.own.properties && Object.hasOwn(c.own.properties, field)) return false;
  look(c, c.own, c.data);
  return fail(c, "additionalProperties", undefined, { field });
}`,
    needs: ["look", "fail"],
  },
  /** Puts what was found in the fields of an object in the order of the fields; what is about the object comes first. */
  inOrder: {
    source: `function inOrder(c, start = c.start) {
  const found = c.failures.splice(start);
  const depth = pathOf(c).length;
  const places = new Map(Object.keys(c.data).map((field, index) => [field, index]));
  const place = ({ path, keyword, field }) =>
    places.get(path.length > depth ? path[depth] : keyword === "additionalProperties" ? field : undefined) ?? -1;
  c.failures.push(...found.sort((a, b) => place(a) - place(b)));
}`,
    needs: ["pathOf"],
  },
  /**
   * What a check finds wrong, kept apart. Remembered, because branches that refer to their union would otherwise be
   * gone through again in each of them, and those of each child again.
   */
  gather: {
    source: `function gather(c, own, fails, value) {
  const path = pathOf(c);
  const known = c.memory.get(own)?.get(value);
  if (known && known.path.length === path.length && path.every((key, index) => key === known.path[index])) {
    return known.failures;
  }
  const failures = [];
  fails(value, again({ ...c, failures, data: value }, own));
  c.memory.set(own, (c.memory.get(own) ?? new Map()).set(value, { path, failures }));
  return failures;
}`,
    needs: ["pathOf", "again"],
  },
  failUnion: {
    source: `function failUnion(c, keyword, ...checks) {
  if (!c) return true;
  const branches = checks.map((fails, index) => gather(c, c.own[keyword][index], fails, c.data));
  const indices = branches.flatMap((failures, index) => (failures.length === 0 ? [index] : []));
  return fail(c, keyword, undefined, indices.length === 0 ? { branches } : { indices });
}`,
    needs: ["fail", "gather"],
  },
  failName: {
    source: `function failName(c, field, fails) {
  if (!c) return true;
  look(c, c.own, c.data);
  return fail(c, "propertyNames", undefined, { field, branches: [gather(c, c.own.propertyNames, fails, field)] });
}`,
    needs: ["look", "fail", "gather"],
  },
};

/** The names of all helpers, in the order in which they are written. */
export const helperNames: readonly HelperName[] = Object.keys(helpers) as HelperName[];

/** The text of helpers and of those that they need, in a fixed order. */
export function helperTexts(used: Iterable<HelperName>): string[] {
  const wanted = new Set<HelperName>();
  const add = (name: HelperName): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const needed of helpers[name].needs ?? []) add(needed);
  };
  for (const name of used) add(name);
  return helperNames.filter((name) => wanted.has(name)).map((name) => helpers[name].source);
}
