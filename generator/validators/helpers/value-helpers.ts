import type { Helper } from "./helper.js";

export type ValueHelper =
  | "isObject"
  | "hasType"
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
  | "groups";

/** Questions about values. What they are for is said here, not in every validator. */
export const valueHelpers: { readonly [Name in ValueHelper]: Helper } = {
  isObject: {
    source: `function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}`,
  },
  /** Whether a value has a type that a schema names. */
  hasType: {
    source: `function hasType(value, type) {
  if (type === "integer") return Number.isInteger(value);
  if (type === "number") return Number.isFinite(value);
  return (value === null ? "null" : Array.isArray(value) ? "array" : typeof value) === type;
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
};
