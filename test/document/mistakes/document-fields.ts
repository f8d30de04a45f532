import { type Mistake, project } from "./mistake.js";

/** Mistakes in the fields that belong to no provider. */
export const documentFieldMistakes: readonly Mistake[] = [
  ["an empty file", "", ["1:1-1 invalid-config project is required"]],
  [
    "a list as the document",
    "- a\n",
    ["1:1-1 invalid-config Test configuration must be a mapping, got a list"],
  ],
  ["a missing field", "project: {}\n", ["1:1-8 invalid-config project.name is required"]],
  [
    "an empty section",
    "project:\n",
    [
      "1:1-8 invalid-config project must be a mapping, got null | it is empty: write its fields, or {} for none",
    ],
  ],
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
];
