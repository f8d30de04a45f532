import { describe, expect, it } from "vitest";
import { json, textAt, yaml } from "./support.js";

const block = `# comment
project:
  name: shop
backend:
  provider: "generic"
  providers:
    generic:
      dev:
        command: [npm, run, "dev"]
        env:
          A: 'it''s'
hosts:
  - one
  - name: two
    port: 80
empty:
text: |
  first
  second

last: 1
`;

describe("positions in block YAML", () => {
  const source = yaml(block);
  it.each([
    ["/project/name", "name", "shop"],
    ["/backend/provider", "provider", '"generic"'],
    ["/backend/providers/generic/dev/command", "command", '[npm, run, "dev"]'],
    ["/backend/providers/generic/dev/command/2", '"dev"', '"dev"'],
    ["/backend/providers/generic/dev/env/A", "A", "'it''s'"],
    ["/hosts/0", "one", "one"],
    ["/hosts/1/port", "port", "80"],
    ["/hosts/1", "name: two\n    port: 80", "name: two\n    port: 80"],
    ["/text", "text", "|\n  first\n  second"],
    ["/last", "last", "1"],
  ])("%s", (pointer, key, value) => {
    expect(textAt(source, pointer, "key")).toBe(key);
    expect(textAt(source, pointer, "value")).toBe(value);
  });

  it("shows an empty value at its key", () => {
    expect(textAt(source, "/empty", "value")).toBe("empty");
  });

  it("shows what is missing at the key of what should hold it", () => {
    expect(textAt(source, "/backend/providers/encore/dev")).toBe("providers");
    expect(textAt(source, "/project/name/deeper")).toBe("name");
    expect(textAt(source, "/hosts/1/missing")).toBe("name: two\n    port: 80");
  });

  it("gives the start of the document for the root, and for a missing top-level field", () => {
    const start = { line: 2, column: 1, endLine: 2, endColumn: 1 };
    expect(source.range([], "value")).toEqual(start);
    expect(source.range(["missing"], "key")).toEqual(start);
  });

  it("takes list indices as numbers and as digits", () => {
    expect(source.range(["hosts", 1, "port"], "value")).toEqual(
      source.range(["hosts", "1", "port"], "value"),
    );
    expect(textAt(source, "/hosts/01")).toBe("hosts");
  });
});

describe("positions in flow YAML and JSON", () => {
  const text = '{"backend": {"provider": "generic", "list": [1, {"a": null}]}, "ends": {}}';
  it.each([
    ["flow YAML", yaml(text)],
    ["JSON", json(text)],
  ])("%s", (_, source) => {
    expect(source.diagnostics).toEqual([]);
    expect(source.value).toEqual({ backend: { provider: "generic", list: [1, { a: null }] }, ends: {} });
    expect(textAt(source, "/backend/provider", "key")).toBe('"provider"');
    expect(textAt(source, "/backend/provider")).toBe('"generic"');
    expect(textAt(source, "/backend/list")).toBe('[1, {"a": null}]');
    expect(textAt(source, "/backend/list/1/a")).toBe("null");
    expect(textAt(source, "/ends")).toBe("{}");
  });

  it("finds a flow value without quotes", () => {
    const source = yaml("dev: {command: npm run dev, workdirr: ./backend}");
    expect(source.range(["dev", "command"], "value")).toEqual({
      line: 1,
      column: 16,
      endLine: 1,
      endColumn: 27,
    });
    expect(source.range(["dev", "workdirr"], "key")).toEqual({
      line: 1,
      column: 29,
      endLine: 1,
      endColumn: 37,
    });
  });
});

describe("positions in other texts", () => {
  it("are the same with CRLF", () => {
    const unix = yaml(block);
    const windows = yaml(block.replaceAll("\n", "\r\n"));
    expect(windows.value).toEqual(unix.value);
    for (const path of [["backend", "provider"], ["hosts", 1, "port"], ["last"]]) {
      expect(windows.range(path, "value")).toEqual(unix.range(path, "value"));
    }
  });

  it("do not count a byte order mark", () => {
    expect(yaml("\ufeffa: 1").range(["a"], "key")).toEqual({ line: 1, column: 1, endLine: 1, endColumn: 2 });
    expect(json('\ufeff{"a": 1}').value).toEqual({ a: 1 });
  });

  it("count columns in UTF-16 units", () => {
    expect(yaml('{"😀": x}').range(["😀"], "value")).toEqual({
      line: 1,
      column: 8,
      endLine: 1,
      endColumn: 9,
    });
  });
});

describe("anchors, aliases and merge keys", () => {
  const source = yaml(`base: &base
  provider: genric
  list: &list [1, 2]
one: *base
two:
  <<: *base
  extra: yes
three:
  <<: [{provider: first}, *base]
  list: *list
`);

  it("gives every use its own copy", () => {
    const value = source.value as { [key: string]: { [key: string]: unknown } };
    expect(value.two).toEqual({ provider: "genric", list: [1, 2], extra: "yes" });
    expect(value.three).toEqual({ provider: "first", list: [1, 2] });
    expect(value.one).not.toBe(value.base);
    expect(value.one?.list).not.toBe(value.two?.list);
  });

  it.each([
    ["/one/provider", 2, 13],
    ["/two/provider", 2, 13],
    ["/two/list/1", 3, 19],
    ["/three/provider", 9, 19],
    ["/three/list", 3, 15],
  ])("follows %s to where it is written", (pointer, line, column) => {
    expect(source.range(pointer.slice(1).split("/"), "value")).toMatchObject({ line, column });
  });

  it("lets the keys of the map win over merged ones, wherever they stand", () => {
    expect(yaml("a: &a {x: 1, y: 1}\nb: {x: 2, <<: *a, z: 3}").value).toMatchObject({
      b: { x: 2, y: 1, z: 3 },
    });
  });

  it("takes the latest anchor of a name", () => {
    expect(yaml("[&a 1, *a, &a 2, *a]").value).toEqual([1, 1, 2, 2]);
  });

  it("does not merge in JSON or for a quoted key", () => {
    expect(json('{"<<": {"a": 1}}').value).toEqual({ "<<": { a: 1 } });
    expect(yaml('"<<": {a: 1}').value).toEqual({ "<<": { a: 1 } });
  });
});
