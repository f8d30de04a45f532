import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { findings, json, yaml } from "./support.js";

describe("values", () => {
  it("follows the core schema of YAML 1.2", () => {
    const text = "[yes, no, on, true, null, ~, 1, -1.5, 0x10, 0o17, 1e3, 012, 12:30:45, 2024-01-01, 'x']";
    expect(yaml(text).value).toEqual([
      ...["yes", "no", "on", true, null, null, 1, -1.5, 16, 15, 1000, 12, "12:30:45", "2024-01-01", "x"],
    ]);
  });

  it("takes keys as they are written", () => {
    expect(yaml("007: a\n1.0: b\ntrue: c").value).toEqual({ "007": "a", "1.0": "b", true: "c" });
  });

  it("reads an empty file as null", () => {
    expect(yaml("").value).toBeNull();
    expect(yaml("# only a comment\n").value).toBeNull();
    expect(yaml("---\n").value).toBeNull();
  });

  it("understands explicit tags of the core schema", () => {
    expect(yaml("!!str 123").value).toBe("123");
    expect(findings(yaml("a: !secret x"))).toEqual(["1:4-1:11 this tag is not known"]);
  });

  it("warns of whole numbers that lose digits, without repeating them", () => {
    for (const source of [yaml("a: 12345678901234567890123"), json('{"a": 12345678901234567890123}')]) {
      expect(source.diagnostics).toMatchObject([{ code: "imprecise-number", severity: "warning" }]);
      expect(JSON.stringify(source.diagnostics)).not.toContain("123456");
      expect(source.value).toEqual({ a: 1.2345678901234568e22 });
    }
    expect(yaml("a: 9007199254740992").diagnostics).toEqual([]);
    expect(findings(yaml("a: 1e999"))).toEqual(["1:4-1:9 this number is too large"]);
    expect(yaml("a: .inf").value).toEqual({ a: Number.POSITIVE_INFINITY });
  });

  it("reads what JSON.stringify writes, in both languages", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const same = JSON.parse(text) as unknown;
        expect(json(text).value).toEqual(same);
        // YAML has no escape-free form for DEL and the two non-characters, which JSON does not escape.
        if (!/[\u007f\ufffe\uffff]/.test(text) && !/"":/.test(text)) expect(yaml(text).value).toEqual(same);
      }),
    );
  });
});

describe("keys with a meaning in JavaScript", () => {
  afterEach(() => {
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([
    ["YAML", yaml("__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\n<<: {toString: x}")],
    [
      "JSON",
      json('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "toString": "x"}'),
    ],
  ])("are ordinary data in %s", (_, source) => {
    const value = source.value as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value).sort()).toEqual(["__proto__", "constructor", "toString"]);
    expect(Object.getOwnPropertyDescriptor(value, "__proto__")?.value).toEqual({ polluted: 1 });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(source.range(["__proto__", "polluted"], "value").line).toBe(1);
  });

  it("are not found when they are not there", () => {
    const source = yaml("a: 1");
    expect(source.range(["constructor"], "key")).toEqual(source.range([], "key"));
    expect(source.range(["__proto__", "x"], "key")).toEqual(source.range([], "key"));
  });
});
