import type { Helper } from "./helper.js";

export type FailureHelper =
  | "always"
  | "never"
  | "fail"
  | "part"
  | "collect"
  | "inside"
  | "judge"
  | "fault"
  | "again"
  | "missing"
  | "dependents"
  | "unknown"
  | "gather"
  | "failUnion"
  | "failName";

/**
 * What tells failures. Each is called where it is known that something is wrong, and says whether to stop: at once where
 * only the verdict is wanted, never where failures are collected.
 *
 * `c` is the collector; it is undefined where only the verdict is wanted. It belongs to one value, `data`, at `path`, and to
 * the schema that applies to it, `own`; `start` is the number of failures that were known before.
 */
export const failureHelpers: { readonly [Name in FailureHelper]: Helper } = {
  /** The check of the schema `true`. */
  always: {
    source: `function always() {
  return false;
}`,
  },
  /** The check of the schema `false`. */
  never: {
    source: `function never(_, c) {
  if (c) c.failures.push({ path: c.path, keyword: "false", schema: {}, value: c.data });
  return !c;
}`,
  },
  /** A keyword that the value at hand does not satisfy. */
  fail: {
    source: `function fail(c, keyword, more) {
  if (c) c.failures.push({ path: c.path, keyword, schema: c.own, value: c.data, ...more });
  return !c;
}`,
  },
  /** The collector for a field or an item; `own` where it is not the schema that `properties` has for the field. */
  part: {
    source: `function part(c, key, own = c.own.properties[key]) {
  const { failures, memory } = c;
  return { failures, memory, path: [...c.path, key], own, data: c.data[key], start: failures.length };
}`,
  },
  /**
   * Lets a check collect what is wrong. What it finds in the fields of an object comes in the order of the fields: after
   * what is about the object, before what is about names. Further schemas for the same value have had their say before `start`.
   */
  collect: {
    source: `function collect(c, fails) {
  fails(c.data, c);
  if (c.failures.length - c.start < 2 || !isObject(c.data)) return;
  const places = new Map(Object.keys(c.data).map((field, index) => [field, index]));
  const place = ({ path, keyword, field }) =>
    places.get(path[c.path.length] ?? (keyword === "additionalProperties" ? field : undefined)) ??
    (keyword === "propertyNames" ? places.size : -1);
  c.failures.push(...c.failures.splice(c.start).sort((a, b) => place(a) - place(b)));
}`,
    needs: ["isObject"],
  },
  /** What a check finds wrong in a field or an item. A required field may be absent; that has been told already. */
  inside: {
    source: `function inside(c, fails, key, own) {
  if (c && (own !== undefined || c.data[key] !== undefined)) collect(part(c, key, own), fails);
  return !c;
}`,
    needs: ["part", "collect"],
  },
  /** The keywords about a value itself that it does not satisfy. */
  judge: {
    source: `function judge(value, c) {
  if (c) for (const keyword in tests) if (keyword in c.own && !tests[keyword](value, c.own[keyword])) fail(c, keyword);
  return !c;
}`,
    needs: ["fail"],
  },
  /** The same of a field or an item. */
  fault: {
    source: `function fault(c, key, own) {
  return inside(c, judge, key, own);
}`,
    needs: ["inside", "judge"],
  },
  /** What a check finds wrong by another schema for the same value. */
  again: {
    source: `function again(c, fails, own) {
  if (c) collect({ ...c, own, start: c.failures.length }, fails);
  return !c;
}`,
    needs: ["collect"],
  },
  missing: {
    source: `function missing(c) {
  if (c) for (const field of c.own.required) if (own(c.data, field) === undefined) fail(c, "required", { field });
  return !c;
}`,
    needs: ["fail", "own"],
  },
  dependents: {
    source: `function dependents(c, trigger) {
  for (const field of c?.own.dependentRequired[trigger] ?? []) {
    if (own(c.data, field) === undefined) fail(c, "dependentRequired", { field, trigger });
  }
  return !c;
}`,
    needs: ["fail", "own"],
  },
  unknown: {
    source: `function unknown(c, field) {
  return fail(c, "additionalProperties", { field });
}`,
    needs: ["fail"],
  },
  /**
   * What a check finds wrong, kept apart. Remembered, because branches that refer to their union would otherwise be
   * gone through again in each of them, and those of each child again.
   */
  gather: {
    source: `function gather(c, own, fails, data) {
  const known = c.memory.get(own)?.get(data);
  if (known && known.path.length === c.path.length && known.path.every((key, index) => key === c.path[index])) {
    return known.failures;
  }
  const failures = [];
  collect({ ...c, failures, own, data, start: 0 }, fails);
  c.memory.set(own, (c.memory.get(own) ?? new Map()).set(data, { path: c.path, failures }));
  return failures;
}`,
    needs: ["collect"],
  },
  failUnion: {
    source: `function failUnion(c, keyword, ...checks) {
  if (!c) return true;
  const branches = checks.map((fails, index) => gather(c, c.own[keyword][index], fails, c.data));
  const indices = branches.flatMap((failures, index) => (failures.length === 0 ? [index] : []));
  return fail(c, keyword, indices.length === 0 ? { branches } : { indices });
}`,
    needs: ["fail", "gather"],
  },
  failName: {
    source: `function failName(c, field, fails) {
  return fail(c, "propertyNames", c && { field, branches: [gather(c, c.own.propertyNames, fails, field)] });
}`,
    needs: ["fail", "gather"],
  },
};
