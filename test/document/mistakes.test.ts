import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { parseSource } from "../../src/source/parse-source.js";
import { check, lines } from "./support.js";

const project = "project: {name: shop}\n";
const backends = "available providers: [encore-ts generic old]";
const engines = "available engines: [drizzle knex prisma raw]";

/** Name, document in block YAML, and every diagnostic with its place. */
const mistakes: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  // fields that belong to no provider
  ["an empty file", "", ["1:1-1 invalid-config project is required"]],
  [
    "a list as the document",
    "- a\n",
    ["1:1-1 invalid-config Test configuration must be a mapping, got a list"],
  ],
  ["a missing field", "project: {}\n", ["1:1-8 invalid-config project.name is required"]],
  ["an empty section", "project:\n", ["1:1-8 invalid-config project must be a mapping, got null"]],
  [
    "an empty text",
    'project:\n  name: ""\n',
    ["2:9-11 invalid-config project.name is required | it must not be empty"],
  ],
  [
    "a number where text belongs",
    "project:\n  name: shop\n  account: 12\n",
    ['3:12-14 invalid-config project.account must be a string, got a number | write it in quotes: "12"'],
  ],
  [
    "a misspelt required section",
    "projct:\n  name: shop\n",
    [
      '1:1-7 unknown-field unknown field "projct" in Test configuration; did you mean "project"? | "project" is required and missing',
    ],
  ],
  [
    "an unknown section",
    `${project}whatever: 1\n`,
    [
      '2:1-9 unknown-field unknown field "whatever" in Test configuration | allowed fields: project, license, backend, isolation, queues, databases',
    ],
  ],
  [
    "a misspelt value of a shared field",
    `${project}backend:\n  provider: old\n  region: EU\n  providers: {old: {}}\n`,
    [
      '3:13-16 warning deprecated backend provider "old" is deprecated; use generic instead',
      '4:11-13 invalid-config backend.region must be one of: eu, us | did you mean "eu"?',
    ],
  ],
  [
    "an unknown field beside the selector",
    `${project}backend:\n  provider: generic\n  zone: x\n  providers: {generic: {}}\n`,
    ['4:3-7 unknown-field unknown field "zone" in backend | allowed fields: provider, providers, region'],
  ],
  [
    "a database that is a list",
    `${project}databases: {main: []}\n`,
    ["2:19-21 invalid-config databases.main must be a mapping, got a list"],
  ],
  [
    "no name of a variable",
    `${project}databases:\n  main:\n    connection_env: not a name\n`,
    ["4:21-29 invalid-config databases.main.connection_env must match the pattern ^[A-Za-z_][A-Za-z0-9_]*$"],
  ],

  // keyed: the four rules, in their order
  [
    "no selector",
    `${project}backend:\n  providers:\n    generic: {}\n`,
    ["2:1-8 selector-required backend.provider is required"],
  ],
  [
    "a section with nothing in it",
    `${project}backend:\n`,
    ["2:1-8 selector-required backend.provider is required"],
  ],
  [
    "a section with no fields",
    `${project}backend: {}\n`,
    ["2:1-8 selector-required backend.provider is required"],
  ],
  [
    "a selector without value",
    `${project}backend:\n  provider:\n`,
    ["3:3-11 selector-required backend.provider is required"],
  ],
  [
    "an empty selector",
    `${project}backend:\n  provider: ""\n`,
    ["3:13-15 selector-required backend.provider is required"],
  ],
  [
    "a misspelt provider",
    `${project}backend:\n  provider: genric\n  providers:\n    generic: {}\n`,
    [`3:13-19 unknown-provider unknown backend provider "genric"; ${backends} | did you mean "generic"?`],
  ],
  [
    "a provider that resembles none",
    `${project}backend:\n  provider: kubernetes\n`,
    [`3:13-23 unknown-provider unknown backend provider "kubernetes"; ${backends}`],
  ],
  [
    "a name that JavaScript gives a meaning",
    `${project}backend:\n  provider: __proto__\n  providers:\n    __proto__: {}\n    constructor: {}\n`,
    [
      `3:13-22 unknown-provider unknown backend provider "__proto__"; ${backends}`,
      `6:5-16 warning unknown-provider unknown backend provider "constructor"; ${backends}`,
    ],
  ],
  [
    "a custom provider that is not registered",
    `${project}backend:\n  provider: acme:gcs\n  providers:\n    acme:gcs: {bucket: x}\n`,
    [
      `3:13-21 unknown-provider unknown backend provider "acme:gcs"; ${backends} | register the custom provider first`,
    ],
  ],
  [
    "no map",
    `${project}backend:\n  provider: generic\n`,
    ["2:1-8 map-required backend.providers is required"],
  ],
  [
    "a map without value",
    `${project}backend:\n  provider: generic\n  providers:\n`,
    ["4:3-12 map-required backend.providers is required"],
  ],
  [
    "no entry in the map",
    `${project}backend:\n  provider: generic\n  providers: {}\n`,
    ["4:3-12 config-missing backend.providers.generic is missing; provider-specific config is required"],
  ],
  [
    "a misspelt entry in the map",
    `${project}backend:\n  provider: generic\n  providers:\n    genric: {}\n`,
    [
      '4:3-12 config-missing backend.providers.generic is missing; provider-specific config is required | did you mean "generic" instead of "genric"?',
    ],
  ],
  [
    "an entry without value",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n`,
    ["5:5-12 invalid-config backend.providers.generic must be a mapping, got null"],
  ],
  [
    "an entry of nobody",
    `${project}backend:\n  provider: generic\n  providers:\n    generic: {}\n    encor-ts: {}\n`,
    [
      `6:5-13 warning unknown-provider unknown backend provider "encor-ts"; ${backends} | did you mean "encore-ts"?`,
    ],
  ],
  [
    "a list as the section",
    `${project}backend: [generic]\n`,
    ["2:10-19 invalid-config backend must be a mapping, got a list"],
  ],
  [
    "a text as the section",
    `${project}backend: generic\n`,
    ["2:10-17 invalid-config backend must be a mapping, got a string"],
  ],
  [
    "a number as the selector",
    `${project}backend: {provider: 5}\n`,
    ["2:21-22 invalid-config backend.provider must be a string, got a number"],
  ],
  [
    "a list as the selector",
    `${project}backend: {provider: [generic]}\n`,
    ["2:21-30 invalid-config backend.provider must be a string, got a list"],
  ],
  [
    "a list as the map",
    `${project}backend:\n  provider: generic\n  providers:\n    - generic\n`,
    ["5:5-14 invalid-config backend.providers must be a mapping, got a list"],
  ],

  // keyed: the configs
  [
    "a text where a list belongs",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev: {command: npm run dev}\n`,
    [
      "6:22-33 invalid-config backend.providers.generic.dev.command must be a list, got a string | write it as a list: [npm, run, dev]",
    ],
  ],
  [
    "a misspelt field",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev: {command: [a], workdirr: ./b}\n`,
    [
      '6:27-35 unknown-field unknown field "workdirr" in backend.providers.generic.dev; did you mean "workdir"?',
    ],
  ],
  [
    "a misspelt required field",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev: {comand: [a]}\n`,
    [
      '6:13-19 unknown-field unknown field "comand" in backend.providers.generic.dev; did you mean "command"? | "command" is required and missing',
    ],
  ],
  [
    "a missing field of a config",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev: {}\n`,
    ["6:7-10 invalid-config backend.providers.generic.dev.command is required"],
  ],
  [
    "a wrong item of a list",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev:\n        command:\n          - npm\n          - {run: dev}\n`,
    ["9:13-23 invalid-config backend.providers.generic.dev.command[1] must be a string, got a mapping"],
  ],
  [
    "mistakes in a config that is not chosen",
    `${project}backend:\n  provider: generic\n  providers:\n    generic: {}\n    encore-ts:\n      debug: yes\n`,
    [
      "6:5-14 invalid-config backend.providers.encore-ts.entrypoint is required",
      "7:14-17 invalid-config backend.providers.encore-ts.debug must be true or false, got a string | write true",
    ],
  ],
  [
    "a field of another provider",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      entrypoint: ./x\n`,
    [
      '6:7-17 unknown-field unknown field "entrypoint" in backend.providers.generic | "entrypoint" is a setting of encore-ts, not of generic',
    ],
  ],
  [
    "a deprecated field",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev: {command: [a], cmd: [b]}\n`,
    ["6:27-30 warning deprecated backend.providers.generic.dev.cmd is deprecated | Use command instead"],
  ],

  // inline
  [
    "no engine",
    `${project}databases:\n  main:\n    migrations:\n      path: ./m\n`,
    ["4:5-15 selector-required databases.main.migrations.engine is required"],
  ],
  [
    "an empty inline choice",
    `${project}databases:\n  main:\n    migrations:\n`,
    ["4:5-15 selector-required databases.main.migrations.engine is required"],
  ],
  [
    "an unknown engine",
    `${project}databases:\n  main:\n    migrations: {engine: x, path: ./m}\n`,
    [`4:26-27 unknown-provider unknown migration engine "x" for database main; ${engines}`],
  ],
  [
    "engines of several databases, and one with an odd name",
    `${project}databases:\n  z: {migrations: {engine: kne, path: m}}\n  "a b": {migrations: {engine: y, path: m}}\n`,
    [
      `3:28-31 unknown-provider unknown migration engine "kne" for database z; ${engines} | did you mean "knex"?`,
      `4:32-33 unknown-provider unknown migration engine "y" for database "a b"; ${engines}`,
    ],
  ],
  [
    "a missing shared field",
    `${project}databases:\n  main:\n    migrations: {engine: raw}\n`,
    ["4:5-15 invalid-config databases.main.migrations.path is required"],
  ],
  [
    "a misspelt value of a shared field, inline",
    `${project}databases:\n  main:\n    migrations: {engine: raw, path: m, strategy: pre-deploy}\n`,
    [
      '4:50-60 invalid-config databases.main.migrations.strategy must be one of: pre_deploy, post_deploy, manual | did you mean "pre_deploy"?',
    ],
  ],
  [
    "a required field under a near name",
    `${project}databases:\n  main:\n    migrations: {engine: prisma, path: m, schemapath: x}\n`,
    [
      '4:43-53 unknown-field unknown field "schemapath" in databases.main.migrations; did you mean "schema_path"? | "schema_path" is required and missing',
    ],
  ],
  [
    "a field of another engine",
    `${project}databases:\n  main:\n    migrations: {engine: raw, path: m, knexfile: x}\n`,
    [
      '4:40-48 unknown-field unknown field "knexfile" in databases.main.migrations | "knexfile" is a setting of knex, not of raw',
    ],
  ],
  [
    "a list as an inline choice",
    `${project}databases:\n  main:\n    migrations:\n      - raw\n`,
    ["5:7-12 invalid-config databases.main.migrations must be a mapping, got a list"],
  ],

  // routing
  [
    "a misspelt virtual id",
    `${project}isolation:\n  use: aut\n`,
    [
      '3:8-11 unknown-provider unknown isolation backend "aut"; available backends: [isolate microvm] | did you mean "auto"?',
    ],
  ],
  [
    "a config for a virtual id",
    `${project}isolation:\n  use: auto\n  backends:\n    auto: {}\n`,
    [
      '5:5-9 warning unknown-provider unknown isolation backend "auto"; available backends: [isolate microvm] | "auto" is decided by routing and has no config of its own',
    ],
  ],
  [
    "a provider's field at a virtual id",
    `${project}queues:\n  main: {type: best, size: 1, url: x}\n`,
    ['3:31-34 unknown-field unknown field "url" in queues.main | "url" is a setting of redis, not of best'],
  ],
  [
    "a wrong shared field at a virtual id",
    `${project}queues:\n  main: {type: best, size: big}\n`,
    ["3:28-31 invalid-config queues.main.size must be a whole number, got a string"],
  ],

  // several at once
  [
    "mistakes everywhere",
    `project: {nam: x}\nbackend:\n  provider: 1\n  providers:\n    encore-ts: {entrypoint: 2, debu: true}\ndatabases:\n  a: {migrations: {engine: raw, path: ""}}\n`,
    [
      '1:11-14 unknown-field unknown field "nam" in project; did you mean "name"? | "name" is required and missing',
      "3:13-14 invalid-config backend.provider must be a string, got a number",
      '5:29-30 invalid-config backend.providers.encore-ts.entrypoint must be a string, got a number | write it in quotes: "2"',
      '5:32-36 unknown-field unknown field "debu" in backend.providers.encore-ts; did you mean "debug"?',
      "7:39-41 invalid-config databases.a.migrations.path is required | it must not be empty",
    ],
  ],
];

/** What a diagnostic marks, without the quotes that one syntax needs and another does not. */
function marked(text: string, { line, column, endLine, endColumn }: Diagnostic): string {
  if (line !== endLine) return "several lines";
  const part = text.split("\n")[line - 1]?.slice(column - 1, endColumn - 1) ?? "";
  return part.replace(/^["'](.*)["']$/, "$1");
}

describe("mistakes in block YAML", () => {
  it.each(mistakes)("%s", async (_, text, expected) => {
    expect(lines(await check(text))).toEqual(expected);
  });
});

describe.each([
  ["flow YAML", "a.yml", 0],
  ["JSON", "a.json", 2],
])("the same mistakes in %s", (_, file, indent) => {
  it.each(mistakes)("%s", async (_, text) => {
    const { value } = parseSource(text, { file: "a.yml" });
    const rewritten = JSON.stringify(value, undefined, indent);
    const [block, other] = [await check(text), await check(rewritten, { file })];
    const essence = ({ code, message, hint, path, severity, kind, provider }: Diagnostic): string =>
      JSON.stringify({ code, message, hint, path, severity, kind, provider });
    expect(other.diagnostics.map(essence).sort()).toEqual(block.diagnostics.map(essence).sort());
    const where = new Map(block.diagnostics.map((found) => [essence(found), marked(text, found)]));
    for (const found of other.diagnostics) {
      // A null has no text of its own in block YAML, and lists and maps look different.
      const expected = where.get(essence(found)) ?? "";
      if (
        /^[\w.:-]+$/.test(expected) &&
        !/got (null|a list|a mapping)/.test(found.message) &&
        !/is required$/.test(found.message)
      ) {
        expect(marked(rewritten, found)).toBe(expected);
      }
    }
  });
});

describe("exact places in JSON", () => {
  it.each<[string, string, string[]]>([
    [
      "a misspelt provider",
      '{\n  "project": {"name": "x"},\n  "backend": {\n    "provider": "genric"\n  }\n}\n',
      [`4:17-25 unknown-provider unknown backend provider "genric"; ${backends} | did you mean "generic"?`],
    ],
    [
      "a misspelt field",
      '{"project": {"name": "x", "acount": "1"}}',
      ['1:27-35 unknown-field unknown field "acount" in project; did you mean "account"?'],
    ],
    [
      "a null as the section",
      '{"project": {"name": "x"}, "backend": null}',
      ["1:28-37 selector-required backend.provider is required"],
    ],
    [
      "a null as the selector",
      '{"project": {"name": "x"}, "backend": {"provider": null}}',
      ["1:52-56 selector-required backend.provider is required"],
    ],
  ])("%s", async (_, text, expected) => {
    expect(lines(await check(text, { file: "a.json" }))).toEqual(expected);
  });
});

describe("mistakes behind anchors and merge keys", () => {
  it("are shown where they are written, once, with the place that uses them", async () => {
    const text = `${project}databases:
  a: {migrations: &m {engine: raw, path: "", foo: 1}}
  b: {migrations: *m}
  c: {migrations: {<<: *m, engine: drizzle}}
`;
    expect(lines(await check(text))).toEqual([
      "3:42-44 invalid-config databases.a.migrations.path is required | it must not be empty",
      '3:46-49 unknown-field unknown field "foo" in databases.a.migrations | allowed fields: engine, path, strategy, table, strict',
    ]);
  });

  it("name the alias when the mistake only shows there", async () => {
    const text = `${project}databases:
  a: {migrations: &m {engine: knex, path: m, knexfile: f}}
  b:
    migrations:
      <<: *m
      engine: raw
`;
    const { diagnostics } = await check(text);
    expect(diagnostics).toMatchObject([
      {
        message: 'unknown field "knexfile" in databases.b.migrations',
        hint: '"knexfile" is a setting of knex, not of raw',
        ...{ line: 3, column: 46, path: "/databases/b/migrations/knexfile" },
        related: [{ message: "used here", file: "a.yml", line: 6, column: 11, endLine: 6, endColumn: 13 }],
      },
    ]);
  });

  it("follow an alias as the selector and as a whole config", async () => {
    const text = `${project}databases:
  x: {connection_env: &id genric}
backend:
  provider: *id
  providers: &map
    generic: &config {dev: {command: []}}
`;
    expect(lines(await check(text))).toEqual([
      `3:27-33 unknown-provider unknown backend provider "genric"; ${backends} | did you mean "generic"?`,
      "7:38-40 invalid-config backend.providers.generic.dev.command must not be empty",
    ]);
  });
});
