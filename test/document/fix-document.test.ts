import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { fixDocument } from "../../src/document/fix-document.js";
import { combinations, mistakes } from "./mistakes/mistakes.js";
import { check, testDefinition } from "./support.js";

const definition = testDefinition();

async function fix(text: string, file = "a.yml"): Promise<{ text: string; count: number; left: string[] }> {
  const { text: fixed, fixed: list, document } = await fixDocument(text, definition, { file });
  return { text: fixed, count: list.length, left: document.diagnostics.map(({ code }) => code) };
}

const valid = `# The shop.
project: {name: shop, replicas: 3}   # two would do
backend: &backend
  provider: "encore-ts" # for now
  region: eu
  providers:
    # both are set up
    generic:
      dev: {command: [npm, run, 'dev'], workdir: ./web, port: 8080}
      build:
        dockerfile: 'Dockerfile'
    encore-ts:
      entrypoint: src/main.ts
      token: hunter2hunter2
      debug: true
isolation: {use: microvm, backends: {microvm: {kernel: linux}}}
databases:
  main: {connection_env: DB, migrations: &m {engine: prisma, path: db/main, schema_path: db/schema.prisma}}
  other:
    migrations:
      <<: *m
      path: db/other
      strategy: post_deploy
`;

/** Words of the document that the model knows, each with where it can be misspelt: name, and how often it stands there. */
const words = [
  ...[
    "project",
    "replicas",
    "region",
    "workdir",
    "dockerfile",
    "entrypoint",
    "kernel",
    "schema_path",
    "strategy",
  ],
  ...["encore-ts", "microvm", "prisma", "post_deploy", "connection_env"],
];

/** Other ways of writing the same document. */
const writings: readonly (readonly [name: string, file: string, write: (text: string) => string])[] = [
  ["YAML with comments and anchors", "a.yml", (text) => text],
  ["YAML with CRLF", "a.yml", (text) => text.replaceAll("\n", "\r\n")],
  ["JSON", "a.json", (text) => `${JSON.stringify(parse(text, { merge: true }), undefined, 2)}\n`],
  ["JSON on one line", "a.json", (text) => JSON.stringify(parse(text, { merge: true }))],
  [
    "YAML in double quotes",
    "a.yml",
    (text) => stringify(parse(text, { merge: true }), { defaultStringType: "QUOTE_DOUBLE" }),
  ],
  [
    "YAML in single quotes",
    "a.yml",
    (text) =>
      stringify(parse(text, { merge: true }), {
        defaultStringType: "QUOTE_SINGLE",
        defaultKeyType: "QUOTE_SINGLE",
      }),
  ],
];

/** A slip of the finger: two letters swapped, one left out, one doubled. */
function misspell(word: string, at: number, how: "swap" | "drop" | "double"): string {
  const [before, letter, rest] = [word.slice(0, at), word[at] ?? "", word.slice(at + 1)];
  if (how === "drop") return before + rest;
  if (how === "double") return before + letter + letter + rest;
  return before + (rest[0] ?? "") + letter + rest.slice(1);
}

describe("fixing a document", () => {
  it.each(writings)(
    "with one misspelt word gives back the original, byte for byte: %s",
    async (_, file, write) => {
      const original = write(valid);
      expect(await fix(original, file)).toEqual({ text: original, count: 0, left: [] });
      const slip = fc.record({
        word: fc.constantFrom(...words),
        at: fc.nat({ max: 4 }),
        how: fc.constantFrom("swap" as const, "drop" as const, "double" as const),
      });
      await fc.assert(
        fc.asyncProperty(slip, async ({ word, at, how }) => {
          const wrong = misspell(word, at, how);
          fc.pre(wrong !== word && /^[a-z]/.test(wrong) && !/[-_]{2}|^-/.test(wrong));
          const place = original.indexOf(word);
          const broken = original.slice(0, place) + wrong + original.slice(place + word.length);
          const { text, left } = await fix(broken, file);
          expect(left).toEqual([]);
          expect(text).toBe(original);
        }),
        { numRuns: 25 },
      );
    },
  );

  it("never adds a diagnostic, leaves what is not marked as it was, and has nothing to do the second time", async () => {
    for (const [name, text] of [...mistakes, ...combinations]) {
      const { diagnostics } = await check(text, { definition });
      const once = await fix(text);
      expect(await fix(once.text), name).toEqual({ text: once.text, count: 0, left: once.left });
      expect(once.left.length + once.count, name).toBe(diagnostics.length);
      expect(once.text.split("\n").length, name).toBe(text.split("\n").length);
    }
  });
});

it("mends all of more mistakes than are told, among others that have no remedy", async () => {
  const lines = (field: string): string =>
    Array.from({ length: 700 }, (_, n) => `  d${n}: {${field}: DB, colour: red}\n`).join("");
  const text = `project: {name: shop}\ndatabases:\n${lines("conection_env")}`;
  const result = await fixDocument(text, definition, { file: "a.yml" });
  expect(result.text).toBe(`project: {name: shop}\ndatabases:\n${lines("connection_env")}`);
  expect(result.fixed).toHaveLength(700);
  expect(result.document.diagnostics).toHaveLength(700);

  const few = await fixDocument(text, definition, { file: "a.yml", most: 10 });
  expect(few.text).toBe(result.text);
  expect(few.document.diagnostics.map(({ code }) => code)).toEqual([
    ...Array<string>(10).fill("unknown-field"),
    "more-mistakes",
  ]);
});

describe("what is fixed", () => {
  const project = "project: {name: shop}\n";
  it.each<[string, string, string]>([
    ["a field", "project: {nam: shop}\n", "project: {name: shop}\n"],
    [
      "an id",
      `${project}backend: {provider: genric, providers: {generic: {}}}\n`,
      `${project}backend: {provider: generic, providers: {generic: {}}}\n`,
    ],
    [
      "the id of an entry",
      `${project}backend: {provider: generic, providers: {genric: {}}}\n`,
      `${project}backend: {provider: generic, providers: {generic: {}}}\n`,
    ],
    ["a virtual id", `${project}isolation: {use: aut}\n`, `${project}isolation: {use: auto}\n`],
    [
      "a value of a list of values",
      `${project}backend: {provider: generic, region: EU, providers: {generic: {}}}\n`,
      `${project}backend: {provider: generic, region: eu, providers: {generic: {}}}\n`,
    ],
    [
      "a number that should be text",
      "project: {name: shop, account: 12}\n",
      'project: {name: shop, account: "12"}\n',
    ],
    [
      "a text that should be a number",
      'project: {name: shop, replicas: "12"}\n',
      "project: {name: shop, replicas: 12}\n",
    ],
    ["a word for true", "project: {name: shop, public: yes}\n", "project: {name: shop, public: true}\n"],
    [
      "several, each with one answer",
      "project: {nam: shop, acount: x}\nbackend: {provider: genric, providers: {generic: {dev: {comand: [a]}}}}\n",
      "project: {name: shop, account: x}\nbackend: {provider: generic, providers: {generic: {dev: {command: [a]}}}}\n",
    ],
    [
      "what is shared by an anchor, where it is written",
      `${project}databases:\n  a: {migrations: &m {engine: prisma, path: p, schemapath: x}}\n  b: {migrations: *m}\n`,
      `${project}databases:\n  a: {migrations: &m {engine: prisma, path: p, schema_path: x}}\n  b: {migrations: *m}\n`,
    ],
  ])("%s", async (_, text, expected) => {
    expect(await fix(text)).toMatchObject({ text: expected, left: [] });
  });
});

describe("what is left alone", () => {
  const project = "project: {name: shop}\n";
  it.each<[string, string]>([
    ["a name as near to two fields", "project: {name: shop, republic: 1, nime: x, nama: y}\n"],
    ["two fields that mean the same one", "project: {nam: shop, nmae: shop}\n"],
    [
      "an edit that would bring other mistakes",
      `${project}databases: {a: {migrations: {engine: prsma, path: x}}}\n`,
    ],
    ["a number whose text is not its value", "project: {name: shop, account: 007}\n"],
    [
      "an alias",
      `${project}databases: {a: {connection_env: &id genric}}\nbackend: {provider: *id, providers: {generic: {}}}\n`,
    ],
    [
      "an anchored value that is used elsewhere",
      `project: {name: &id genric, account: x}\nbackend: {provider: generic, region: &r EU, providers: {generic: {dev: {command: [*r]}}}}\n`,
    ],
    ["text in a block", `${project}backend:\n  provider: >-\n    genric\n  providers: {generic: {}}\n`],
    ["text with a syntax error", "project: {nam: shop\n"],
    [
      "a secret",
      `${project}backend: {provider: encore-ts, providers: {encore-ts: {entrypoint: a, token: 12345678}}}\n`,
    ],
  ])("%s", async (_, text) => {
    expect(await fix(text)).toMatchObject({ text, count: 0 });
  });

  it("what comes from a variable", async () => {
    const text = `${project}backend: {provider: "\${PROVIDER}", providers: {generic: {}}}\n`;
    const result = await fixDocument(text, definition, { file: "a.yml", env: { PROVIDER: "genric" } });
    expect(result).toMatchObject({ text, fixed: [], document: { valid: false } });
  });
});
