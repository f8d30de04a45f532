import { type Mistake, project } from "./mistake.js";

/** Mistakes in the configs of a keyed kind. */
export const keyedConfigMistakes: readonly Mistake[] = [
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
  [
    "a misspelt value of a shared field, keyed",
    `${project}backend:\n  provider: generic\n  region: EU\n  providers: {generic: {}}\n`,
    ['4:11-13 invalid-config backend.region must be one of: eu, us | did you mean "eu"?'],
  ],
  [
    "a number out of range",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev: {command: [a], port: 0}\n`,
    ["6:33-34 invalid-config backend.providers.generic.dev.port must be at least 1, got 0"],
  ],
  [
    "a number in quotes",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev: {command: [a], port: "80"}\n`,
    [
      "6:33-37 invalid-config backend.providers.generic.dev.port must be a whole number, got a string | write it without quotes: 80",
    ],
  ],
  [
    "a fraction where a whole number belongs",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev: {command: [a], port: 1.5}\n`,
    ["6:33-36 invalid-config backend.providers.generic.dev.port must be a whole number, got 1.5"],
  ],
  [
    "a word where true or false belongs",
    `${project}backend:\n  provider: encore-ts\n  providers:\n    encore-ts: {entrypoint: a, debug: yes}\n`,
    [
      "5:39-42 invalid-config backend.providers.encore-ts.debug must be true or false, got a string | write true",
    ],
  ],
  [
    "an empty list",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev: {command: []}\n`,
    ["6:22-24 invalid-config backend.providers.generic.dev.command must not be empty"],
  ],
  [
    "a list as the value of a variable",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev: {command: [a], env: {PORT: [1]}}\n`,
    [
      "6:39-42 invalid-config backend.providers.generic.dev.env.PORT must be a string, a number or true or false, got a list",
    ],
  ],
  [
    "a variable that is not set",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      build: {dockerfile: "\${FILE}"}\n`,
    [
      "6:27-36 missing-variable backend.providers.generic.build.dockerfile needs the environment variable FILE, which is not set | set it, or write a default: ${FILE:-default}",
    ],
  ],
  [
    "a deprecated provider",
    `${project}backend:\n  provider: old\n  providers: {old: {}}\n`,
    ['3:13-16 warning deprecated backend provider "old" is deprecated; use generic instead'],
  ],
  [
    "a secret of the wrong type",
    `${project}backend:\n  provider: encore-ts\n  providers:\n    encore-ts: {entrypoint: a, token: [hunter2]}\n`,
    ["5:39-47 invalid-config backend.providers.encore-ts.token must be a string, got a list"],
  ],
];
