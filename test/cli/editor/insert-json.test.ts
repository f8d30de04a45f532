import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendMember, prependMember } from "../../../src/cli/editor/insert-json.js";
import { readJsonWithComments } from "../../../src/cli/editor/json-with-comments.js";
import type { MapNode, SourceNode } from "../../../src/source/source-node.js";

function mapOf(text: string): MapNode {
  const { root, problems } = readJsonWithComments(text);
  expect(problems).toEqual([]);
  expect(root?.kind).toBe("map");
  return root as MapNode;
}

const plain = (node: SourceNode): unknown => {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map((item) => plain(item.node));
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plain(entry.node)]));
};
const read = (text: string): unknown => plain(mapOf(text));
const append = (text: string): string => appendMember(text, mapOf(text), { key: "new", value: ["x"] });
const prepend = (text: string): string => prependMember(text, mapOf(text), { key: "new", value: 1 });

describe("a member at the end", () => {
  it.each([
    ["nothing", "{}", '{\n  "new": [\n    "x"\n  ]\n}'],
    ["nothing but space", "{   }\n", '{\n  "new": [\n    "x"\n  ]\n}\n'],
    ["a comment only", "{\n  // none yet\n}\n", '{\n  // none yet\n  "new": [\n    "x"\n  ]\n}\n'],
    ["one line", '{"a": 1}', '{"a": 1, "new": ["x"]}'],
    ["one line, a comma at its end", '{ "a": 1, }', '{ "a": 1, "new": ["x"], }'],
    ["lines", '{\n\t"a": 1\n}\n', '{\n\t"a": 1,\n\t"new": [\n\t\t"x"\n\t]\n}\n'],
    ["a comma at the end", '{\n  "a": 1,\n}', '{\n  "a": 1,\n  "new": [\n    "x"\n  ],\n}'],
    [
      "comments around the last member",
      '{\n    "a": 1 /* one */, // first\n    // the end\n}',
      '{\n    "a": 1 /* one */, // first\n    "new": [\n        "x"\n    ],\n    // the end\n}',
    ],
    [
      "a comment behind the last member",
      '{\r\n  "a": {}, "b": 1 // last, }\r\n}',
      '{\r\n  "a": {}, "b": 1, // last, }\r\n  "new": [\r\n    "x"\r\n  ]\r\n}',
    ],
  ])("after %s", (_name, before, after) => {
    expect(append(before)).toBe(after);
  });
});

describe("a member at the start", () => {
  it.each([
    ["nothing", "{}", '{\n  "new": 1\n}'],
    ["one line", '{"a": 1}', '{"new": 1, "a": 1}'],
    ["one line with space", '{ "a": 1 }', '{ "new": 1, "a": 1 }'],
    ["lines", '{\n  // a\n  "a": 1\n}', '{\n  "new": 1,\n  // a\n  "a": 1\n}'],
  ])("before %s", (_name, before, after) => {
    expect(prepend(before)).toBe(after);
  });
});

/** JSON as people leave it: comments and space anywhere, commas at the end. */
const trivia = fc.constantFrom("", " ", "\n", "\n  ", "/* a, } */", "// b, ]\n", "\r\n\t");
const value: fc.Arbitrary<string> = fc.letrec<{ value: string; list: string; map: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("1", "true", "null", '"x // no comment"', '"\\"}"', '",]"'),
    tie("list"),
    tie("map"),
  ),
  list: container(
    "[",
    "]",
    fc.tuple(trivia, tie("value"), trivia).map((parts) => parts.join("")),
  ),
  map: container(
    "{",
    "}",
    fc
      .tuple(trivia, fc.uuid(), trivia, tie("value"), trivia)
      .map(([before, key, between, member, after]) => `${before}"${key}"${between}:${member}${after}`),
  ),
})).map;

function container(open: string, close: string, member: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(member, { maxLength: 3 }), fc.boolean(), trivia)
    .map(([members, comma, end]) =>
      [open, members.join(","), comma && members.length > 0 ? "," : "", end, close].join(""),
    );
}

it("adds one member and changes nothing else, however the text is written", () => {
  fc.assert(
    fc.property(value, (text) => {
      const before = read(text) as object;
      for (const [edit, added] of [
        [append, ["x"]],
        [prepend, 1],
      ] as const) {
        const edited = edit(text);
        expect(read(edited)).toEqual({ ...before, new: added });
        // Of what was there, every character is left, in its order.
        let at = 0;
        for (const character of text.replace(/\s/g, "")) {
          at = edited.indexOf(character, at) + 1;
          expect(at).toBeGreaterThan(0);
        }
        for (const comment of text.match(/\/\*[^*]*\*\/|\/\/ b, \]/g) ?? [])
          expect(edited).toContain(comment);
      }
    }),
    { numRuns: 150 },
  );
});
