import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { formatGithub } from "../../src/diagnostics/format-github.js";
import { formatJson } from "../../src/diagnostics/format-json.js";
import { formatJunit } from "../../src/diagnostics/format-junit.js";
import { formatPretty } from "../../src/diagnostics/format-pretty.js";
import { formatSarif } from "../../src/diagnostics/format-sarif.js";
import type { CheckDocumentOptions, CheckedDocument } from "../../src/document/document-result.js";
import { parseSource } from "../../src/source/parse-source.js";
import { check } from "./support.js";

/** Everything that provc prints of a checked text, with a diagnostic on every line besides, for its frames. */
function everyOutput(text: string, file: string, { diagnostics, secrets }: CheckedDocument): string {
  const { text: shown } = parseSource(text, { file });
  const everywhere = shown.split("\n").map((_, index): Diagnostic => {
    const place = { line: index + 1, column: 1, endLine: index + 1, endColumn: 2 };
    return { code: "frame", severity: "warning", message: "", file, path: "", ...place };
  });
  const report = { files: [file], diagnostics, sources: new Map([[file, { text: shown, secrets }]]) };
  return [
    formatPretty(
      diagnostics.length === 0 ? report : { ...report, diagnostics: [...diagnostics, ...everywhere] },
      { color: true },
    ),
    formatPretty(report, { color: false }),
    formatJson(report),
    formatGithub(report),
    formatJunit(report),
    formatSarif(report, { version: "1.0.0" }),
  ].join("\n");
}

async function outputOf(
  text: string,
  { file = "a.yml", ...options }: CheckDocumentOptions & { readonly file?: string } = {},
): Promise<string> {
  return everyOutput(text, file, await check(text, { file, ...options }));
}

const canary = "S3CR3T-canary-value";
const encore = (fields: string): string =>
  `project: {name: x}\nbackend:\n  provider: encore-ts\n  providers:\n    encore-ts:\n      entrypoint: 1\n${fields}\n`;

describe("a secret is in no output", () => {
  it.each<[string, string, (CheckDocumentOptions & { readonly file?: string })?]>([
    ["valid, beside a mistake", encore(`      token: ${canary}`)],
    ["too long", `project: {name: x}\nlicense: ${canary.repeat(4)}\n`],
    ["in a list where a text belongs", `project: {name: x}\nlicense: [${canary}, {a: ${canary}}]\n`],
    ["in a map where a text belongs", `project: {name: x}\nlicense:\n  a:\n    b: ${canary}\n`],
    [
      "with a wrong pattern, in a map of secrets",
      encore(`      secrets:\n        a: ${canary}\n        b: ${canary}`),
    ],
    [
      "as a block text of several lines",
      encore(`      token: |\n        ${canary}\n\n          ${canary}\n        ${canary}\n      debug: 1`),
    ],
    ["as a folded text", encore(`      token: >-\n        ${canary}\n        ${canary}`)],
    ["as a quoted text over two lines", encore(`      token: "${canary}\n        ${canary}"`)],
    [
      "in a flow map, before a mistake",
      `project: {name: x}\nbackend: {provider: encore-ts, providers: {encore-ts: {token: ${canary}, entrypoint: 1}}}\n`,
    ],
    ["behind an anchor of a field that is none", `project: {name: &a ${canary}}\nlicense: *a\nextra: 1\n`],
    [
      "merged",
      `project: {name: x}\nbackend:\n  provider: encore-ts\n  providers:\n    encore-ts:\n      <<: {token: ${canary}}\n`,
    ],
    [
      "in JSON",
      JSON.stringify(
        {
          project: {},
          license: canary,
          backend: { provider: "encore-ts", providers: { "encore-ts": { token: canary } } },
        },
        null,
        2,
      ),
      { file: "a.json" },
    ],
    ["in JSON on one line", JSON.stringify({ project: {}, license: canary }), { file: "a.json" }],
    [
      "as a number",
      "project: {name: x}\nlicense: 918273645546372\n".replace("918273645546372", "918273645546372"),
    ],

    ["from a variable", encore("      token: ${TOKEN}"), { env: { TOKEN: canary } }],
    ["from a variable that is too short", encore("      token: ${TOKEN}"), { env: { TOKEN: "S3CR3T" } }],
    [
      "from a variable in a field that is no secret as well",
      encore("      token: ${TOKEN}\n      debug: ${TOKEN}"),
      { env: { TOKEN: canary } },
    ],
    ["as the selector, too", `project: {name: x}\nlicense: ${canary}\nbackend: {provider: ${canary}}\n`],
    ["as a default", encore(`      token: \${TOKEN:-${canary}}`)],
    ["as a default that is not used", encore(`      token: \${TOKEN:-${canary}}`), { env: { TOKEN: "x" } }],
    ["beside a variable that is not set", encore(`      token: ${canary}\${NOT_SET}`)],
    ["in a malformed reference", encore(`      token: ${canary}\${`)],
    ["by x-env", encore("      debug: 1"), { env: { ENCORE_TOKEN: canary } }],
    ["by x-env, too short", encore("      debug: 1"), { env: { ENCORE_TOKEN: "S3CR3T" } }],

    ["under a misspelt name", encore(`      tokn: ${canary}`)],
    ["under a name that tells", encore(`      db_password: ${canary}`)],
    [
      "with a provider that nobody knows",
      `project: {name: x}\nbackend:\n  provider: nobody\n  providers:\n    nobody:\n      api_key: ${canary}\n`,
    ],
    [
      "with an engine that nobody knows",
      `project: {name: x}\ndatabases: {a: {migrations: {engine: nobody, password: ${canary}}}}\n`,
    ],
    ["in a section of the wrong shape", `project: {name: x}\nbackend: [{password: ${canary}}]\n`],
    [
      "where the name of a variable belongs",
      `project: {name: x}\ndatabases:\n  a:\n    connection_env: postgres://user:${canary}@host/db\n`,
    ],
    [
      "where the name of a variable belongs, without a URL",
      `project: {name: x}\ndatabases: {a: {connection_env: "${canary} "}}\n`,
    ],
    ["in a URL anywhere", `project: {name: "https://user:${canary}@host/", x: 1}\n`],

    ["with a syntax error in it", encore(`      token: "${canary}\\q"`)],
    ["with an unclosed quote", encore(`      token: "${canary}\n      debug: 1`)],
    ["as a tag", encore(`      token: !${canary}`)],
    ["as an alias", encore(`      token: *${canary}`)],
    ["as an anchor", encore(`      token: &${canary}`)],
    ["with a colon in it", encore(`      token: ${canary}: x`)],
    ["with a reserved character", encore(`      token: "@${canary}`)],
    ["before a syntax error", encore(`      token: ${canary}\n      debug: @`)],
    ["after a syntax error", `project: @\nlicense: ${canary}\n`],
    [
      "in a block text, with a syntax error below",
      encore(`      token: |\n        ${canary}\n        x: ${canary}\n      debug: @`),
    ],
    ["in a quoted text that ends too far left", encore(`      token: "${canary}\n${canary}"`)],
    [
      "behind keys in a map, a second time elsewhere, with a syntax error",
      `license: {"of" :"${canary}", my key: ${canary}2, clé: a: !!str ${canary}3\nbackend: ${canary}\nx: @\n`,
    ],
    [
      "in a list, a second time elsewhere, with a syntax error",
      `license:\t[ x, ${canary}\nbackend: ${canary}\nx: @\n`,
    ],
    [
      "in a map, a second time elsewhere, with a syntax error",
      `license: {of: "${canary}", to: x\nbackend: ${canary}\nx: @\n`,
    ],
    [
      "as a default in a map, a second time elsewhere, with a syntax error",
      `license:\n  of: \${LICENSE:-${canary}}\nbackend: ${canary}\nx: @\n`,
    ],
    ["behind an anchor, with a syntax error", `project: {name: &a ${canary}}\nlicense: *a\nx: @\n`],
    ["under a key with an escape, with a syntax error", `{"li\\u0063ense": "${canary}", x: @}`],
    ["in JSON with a syntax error", `{"project": {},\n"license": "${canary}",\n}`, { file: "a.json" }],
    [
      "under an escaped key in JSON with a syntax error",
      `{"li\\u0063ense": "${canary}",\n}`,
      { file: "a.json" },
    ],
    ["of a duplicate key", `license: ${canary}\nlicense: ${canary}\n`],
    ["with a control character", encore(`      token: ${canary}\u0007`)],
    ["in the second document", `project: {name: x}\n---\nlicense: ${canary}\n`],
  ])("%s", async (_, text, options) => {
    const output = await outputOf(text, options);
    expect(output).not.toMatch(/S3CR3T|canary|918273645546372/);
  });

  it("whatever surrounds it", async () => {
    const scalar = fc.constantFrom("x", "1", "[]", "{}", '"a', "|", "@", "*a", "${A}", "");
    const field = fc.tuple(fc.constantFrom("entrypoint", "debug", "tokn", "x"), scalar);
    const secret = fc.tuple(
      fc.constantFrom("token", "password", "secrets"),
      fc.constantFrom(
        canary,
        `"${canary}"`,
        `'${canary}'`,
        `|\n        ${canary}`,
        `{a: ${canary}}`,
        `[${canary}]`,
        `&a ${canary}`,
        `"${canary}`,
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(field, { maxLength: 3 }),
        secret,
        fc.array(field, { maxLength: 3 }),
        async (before, own, after) => {
          const text = encore(
            [...before, own, ...after].map(([key, value]) => `      ${key}: ${value}`).join("\n"),
          );
          expect(await outputOf(text)).not.toContain(canary);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("what is hidden", () => {
  const at = async (text: string): Promise<string> => {
    const checked = await check(text);
    return formatPretty(
      {
        files: ["a.yml"],
        diagnostics: checked.diagnostics,
        sources: new Map([["a.yml", { text, secrets: checked.secrets }]]),
      },
      { color: false },
    );
  };

  it("is not more than it has to be", async () => {
    expect(
      await at(encore("      token: abcdefgh-secret\n      debug: 1")),
    ).toBe(`a.yml:6:19 error invalid-config: backend.providers.encore-ts.entrypoint must be a string, got a number
  at backend.providers.encore-ts.entrypoint

  5 |     encore-ts:
> 6 |       entrypoint: 1
    |                   ^ write it in quotes: "1"
  7 |       token: ‹hidden›

a.yml:8:14 error invalid-config: backend.providers.encore-ts.debug must be true or false, got a number
  at backend.providers.encore-ts.debug

  7 |       token: ‹hidden›
> 8 |       debug: 1
    |              ^

✖ 2 errors in 1 file
`);
  });

  it("does not tell its length, neither by marks nor by columns", async () => {
    for (const secret of ["abc", "abcdef"]) {
      const { diagnostics } = await check(
        encore(`      token: ${secret}`).replace("entrypoint: 1", "entrypoint: x"),
      );
      expect(diagnostics).toMatchObject([{ line: 7, column: 14, endLine: 7, endColumn: 22 }]);
      expect(await at(encore(`      token: ${secret}`))).toContain(
        "> 7 |       token: ‹hidden›\n    |              ^^^^^^^^\n",
      );
    }
  });

  it("is nothing in a document without secrets", async () => {
    const { secrets } = await check("project: {name: x, nme: y}\n");
    expect(secrets).toEqual([]);
    expect((await check("project: @\n")).secrets).toEqual([]);
  });

  it("is not told by a key that holds it either: neither in words nor in paths", async () => {
    const text = encore('      token: abcdefgh-secret\n      "see abcdefgh-secret": 1').replace(
      "entrypoint: 1",
      "entrypoint: x",
    );
    expect(await outputOf(text)).not.toContain("abcdefgh");
    expect((await check(text)).diagnostics).toMatchObject([
      { code: "unknown-field", path: "/backend/providers/encore-ts/see ‹hidden›" },
    ]);
    const url = await check('project: {name: x, "postgres://me:p4ssword@db/x": 1}\n');
    expect(url.diagnostics).toMatchObject([
      { code: "unknown-field", path: "/project/postgres:~1~1me:‹hidden›@db~1x" },
    ]);
    expect(await outputOf('project: {name: x, "postgres://me:p4ssword@db/x": 1}\n')).not.toContain(
      "p4ssword",
    );
  });
});
