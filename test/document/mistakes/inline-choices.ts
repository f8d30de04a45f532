import { engines, type Mistake, project } from "./mistake.js";

/** Mistakes in choices of the inline form. */
export const inlineChoiceMistakes: readonly Mistake[] = [
  [
    "no engine",
    `${project}databases:\n  main:\n    migrations:\n      path: ./m\n`,
    [`4:5-15 selector-required databases.main.migrations.engine is required | ${engines}`],
  ],
  [
    "an empty inline choice",
    `${project}databases:\n  main:\n    migrations:\n`,
    [`4:5-15 selector-required databases.main.migrations.engine is required | ${engines}`],
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
    [`5:7-12 invalid-config databases.main.migrations must be a mapping, got a list | ${engines}`],
  ],
  [
    "a misspelt selector, inline",
    `${project}databases:\n  main:\n    migrations: {Engine: raw, path: ./m}\n`,
    [
      '4:18-24 unknown-field unknown field "Engine" in databases.main.migrations; did you mean "engine"? | "engine" is required and missing',
    ],
  ],
];
