import { describe, expect, it } from "vitest";
import { parseSource } from "../../src/source/parse-source.js";
import { findings, json, yaml } from "./support.js";

describe("YAML mistakes", () => {
  it.each<[string, string, string[]]>([
    ["a duplicate key", "a: 1\nb: 2\na: 3", ['3:1-3:2 duplicate key "a"']],
    [
      "duplicates at several places",
      "a: {x: 1, x: 2}\na: 3",
      ['1:11-1:12 duplicate key "x"', '2:1-2:2 duplicate key "a"'],
    ],
    ["a tab", "a:\n\tb: 1", ["2:1-2:2 tabs are not allowed as indentation"]],
    [
      "non-breaking spaces, once",
      "a:\n\u00a0\u00a0b: 1\n\u00a0\u00a0c: 2\n",
      ["2:1-2:3 non-breaking spaces (U+00A0) are not allowed as indentation"],
    ],
    [
      "non-breaking spaces after others",
      "a:\r\n  b: 1\r\n \u00a0c: 2\r\n",
      ["3:1-3:3 non-breaking spaces (U+00A0) are not allowed as indentation"],
    ],
    [
      "non-breaking spaces before a list",
      "a:\n  - b\n\u00a0 - c\n\u00a0 - d\n",
      ["3:1-3:3 non-breaking spaces (U+00A0) are not allowed as indentation"],
    ],
    [
      "non-breaking spaces inside of brackets",
      "a: [\n\u00a0\u00a0b,\n c]\n",
      ["2:1-2:3 non-breaking spaces (U+00A0) are not allowed as indentation"],
    ],
    ["a missing closing quote", 'a: 1\nb: "text\n', ["2:4-2:5 the closing quote is missing"]],
    ["an unknown alias", "a: *nope", ["1:4-1:9 no anchor of this name stands before the alias"]],
    [
      "an alias inside its own anchor",
      "a: &x [1, *x]",
      ["1:11-1:13 an alias cannot stand inside its own anchor"],
    ],
    [
      "a merge of a scalar",
      "a: &a 1\nb: {<<: *a}",
      ["2:9-2:11 only a map, or a list of maps, can be merged with <<"],
    ],
    ["a second document", "a: 1\n---\nb: 2", ["2:1-2:4 the file holds more than one document"]],
    ["a bad escape", 'a: "\\q"', ["1:5-1:6 this escape sequence is not valid in double quotes"]],
    ["a reserved character", "a: @x", ["1:4-1:5 text cannot start with this character"]],
    ["a map in a line", "a: b: c", ["1:4-1:5 a list or map cannot start on this line"]],
    ["wrong indentation", "a:\n  - b\n c: 1", ["3:1-3:2 the indentation does not fit the lines before"]],
    [
      "an unquoted variable in flow",
      "a: {b: ${X}, c: 1}",
      ["1:8-1:10 a value with ${ } needs quotes inside [ ] and { }"],
    ],
    ["a missing bracket", "a: [1, 2\nb: 3", ["2:1-2:2 the closing bracket is missing"]],
    ["an extra comma", "[1,,2]", ["1:4-1:5 a comma without a value before it"]],
    ["a map as a key", "? {a: 1}\n: b", ["1:3-1:9 a key must be text"]],
    ["a template", "a: {{ x }}", ["1:5-1:10 a key must be text"]],
    [
      "a quote that is missing before a bracket",
      'a: {b: "c, d: {e: 1}}\n',
      ["1:8-1:9 the closing quote is missing"],
    ],
    [
      "a conflict of a merge",
      "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> other\nb: [\n",
      ["1:1-1:8 a conflict of a merge has been left here"],
    ],
    ["an empty key", ": b", ["1:1-1:1 a key must be text"]],
    ["YAML 1.1", "%YAML 1.1\n---\na: yes", ["1:1-1:10 only YAML 1.2 is supported"]],
    ["a NUL byte", "a: 1\nb: \0", ["2:4-2:5 the character U+0000 is not allowed"]],
    ["an escape character", "a: \u001b[31m", ["1:4-1:5 the character U+001B is not allowed"]],
  ])("%s", (_, text, expected) => {
    const source = yaml(text);
    expect(findings(source)).toEqual(expected);
    expect(source.value).toBeUndefined();
    expect(source.diagnostics[0]).toMatchObject({
      code: "syntax",
      severity: "error",
      file: "a.yml",
      path: "",
    });
  });

  it("are not looked for in a file of another format", () => {
    for (const file of ["app.toml", "APP.INI"]) {
      const source = parseSource("a = 1", { file });
      expect(findings(source)).toEqual([
        `1:1-1:1 a ${file.slice(3).toLowerCase()} file cannot be read; write YAML or JSON`,
      ]);
      expect(source.value).toBeUndefined();
    }
    expect(parseSource("a: 1", { file: "app.toml", format: "yaml" }).value).toEqual({ a: 1 });
  });

  it("never repeats a value, which may be a secret", () => {
    const canary = "hunter2";
    for (const value of [
      `!${canary}`,
      `*${canary}`,
      `@${canary}`,
      `|${canary}`,
      `"${canary}`,
      `"\\${canary}"`,
      `${canary}: x: y`,
    ]) {
      const { diagnostics } = yaml(`password: ${value}`);
      expect(diagnostics.length).toBeGreaterThan(0);
      expect(JSON.stringify(diagnostics)).not.toContain(canary);
    }
  });

  it("says what to do with a template, and with a merge conflict", () => {
    expect(yaml("a: {{ x }}").diagnostics[0]?.hint).toBe('put it in quotes: "{{ … }}"');
    expect(yaml("? {a: 1}\n: b").diagnostics[0]?.hint).toBeUndefined();
    expect(yaml("<<<<<<< HEAD\na: 1\n=======\n>>>>>>> b\n").diagnostics[0]?.hint).toContain("keep one");
    expect(yaml("a: |\n  <<<<<<< HEAD\n").diagnostics).toEqual([]);
  });

  it("says what to use instead of non-breaking spaces, and leaves those inside of texts alone", () => {
    expect(yaml("a:\n\u00a0\u00a0b: 1\n").diagnostics[0]?.hint).toBe("use spaces");
    const text = `a: |\n  \u00a0b: c\n'\u00a0b': "x\n  \u00a0y"\n`;
    expect(yaml(text).value).toEqual({ a: "\u00a0b: c\n", "\u00a0b": "x \u00a0y" });
    expect(findings(yaml(`${text}c: @x\n`))).toEqual(["5:4-5:5 text cannot start with this character"]);
  });

  it("reports several mistakes, sorted, one for each line", () => {
    expect(findings(yaml("a: @x\nb: {c: @y @z}\nd: 'x' y"))).toEqual([
      "1:4-1:5 text cannot start with this character",
      "2:8-2:9 text cannot start with this character",
      "3:8-3:9 unexpected text after a value",
    ]);
  });
});

describe("JSON mistakes", () => {
  it.each<[string, string, string]>([
    ["a trailing comma in a map", '{"a": 1,\n}', "2:1-2:2 a comma before } is not allowed in JSON"],
    ["a trailing comma in a list", "[1,]", "1:4-1:5 a comma before ] is not allowed in JSON"],
    ["a line comment", '{"a": 1 // x\n}', "1:9-1:11 comments are not allowed in JSON"],
    ["a block comment", "/* x */ {}", "1:1-1:3 comments are not allowed in JSON"],
    ["a YAML comment", "{} # x", "1:4-1:5 comments are not allowed in JSON"],
    ["single quotes", "{'a': 1}", "1:2-1:3 text needs double quotes in JSON"],
    ["a key without quotes", "{key: 1}", "1:2-1:5 unexpected text; expected a key in double quotes, or }"],
    ["a word", "[yes]", "1:2-1:5 unexpected text; expected a value, or ]"],
    ["an almost literal", "[nullx]", "1:2-1:7 unexpected text; expected a value, or ]"],
    ["a missing colon", '{"a" 1}', "1:6-1:7 unexpected text; expected a colon after the key"],
    [
      "a conflict of a merge",
      '{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> other\n}',
      "2:1-2:8 a conflict of a merge has been left here",
    ],
    ["a missing comma", "[1 2]", "1:4-1:5 unexpected text; expected a comma or ]"],
    ["an early end", '{"a": [1', "1:9-1:9 the file ends too early; expected a comma or ]"],
    ["an empty file", "", "1:1-1:1 the file ends too early; expected a value"],
    ["an open string", '{"a": "x\n"}', "1:7-1:9 the closing quote is missing"],
    ["a bad escape", '["\\q"]', "1:3-1:5 this escape sequence is not valid in JSON"],
    ["a tab in a string", '["a\tb"]', "1:4-1:5 control characters need an escape in JSON"],
    ["an octal number", "[012]", "1:2-1:5 this is not a number in JSON"],
    ["a number without digits", "[-]", "1:2-1:3 this is not a number in JSON"],
    ["more after the end", "{} x", "1:4-1:5 unexpected text; expected the end of the file"],
    ["a duplicate key", '{"a": 1, "\\u0061": 2}', '1:10-1:18 duplicate key "a"'],
  ])("%s", (_, text, expected) => {
    const source = json(text);
    expect(findings(source)).toEqual([expected]);
    expect(source.value).toBeUndefined();
  });

  it("says where a key is that is there twice", () => {
    const first = { message: "the key is there first", file: "x.json", line: 2 };
    const text = '{\n  "a": 1,\n "b": {"a": 1},\n "a": 2, "a": 3}';
    const { diagnostics } = json(text, { file: "x.json" });
    expect(diagnostics).toMatchObject([
      { line: 4, column: 2, related: [{ ...first, column: 3, endLine: 2, endColumn: 6 }] },
      { line: 4, column: 10, related: [{ ...first, column: 3 }] },
    ]);
    expect(yaml("b:\n  a: 1\n  c: 2\n  a: 3\n", { file: "x.yml" }).diagnostics).toMatchObject([
      { line: 4, column: 3, related: [{ file: "x.yml", line: 2, column: 3, endLine: 2, endColumn: 4 }] },
    ]);
  });

  it("is held strictly only for .json files, or when asked for", () => {
    expect(yaml("{'a': 1,} # x").value).toEqual({ a: 1 });
    expect(yaml("{'a': 1}", { format: "json" }).value).toBeUndefined();
    expect(json("a: 1", { format: "yaml" }).value).toEqual({ a: 1 });
    expect(yaml("{'a': 1}", { file: "X.JSON" }).value).toBeUndefined();
  });
});
