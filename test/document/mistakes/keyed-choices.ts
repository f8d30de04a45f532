import { backends, type Mistake, project } from "./mistake.js";

/** Mistakes in which provider is chosen, keyed form: the four rules, in their order. */
export const keyedChoiceMistakes: readonly Mistake[] = [
  [
    "no selector",
    `${project}backend:\n  providers:\n    generic: {}\n`,
    [`2:1-8 selector-required backend.provider is required | ${backends}`],
  ],
  [
    "a section with nothing in it",
    `${project}backend:\n`,
    [`2:1-8 selector-required backend.provider is required | ${backends}`],
  ],
  [
    "a section with no fields",
    `${project}backend: {}\n`,
    [`2:1-8 selector-required backend.provider is required | ${backends}`],
  ],
  [
    "a selector without value",
    `${project}backend:\n  provider:\n`,
    [`3:3-11 selector-required backend.provider is required | ${backends}`],
  ],
  [
    "an empty selector",
    `${project}backend:\n  provider: ""\n`,
    [`3:13-15 selector-required backend.provider is required | ${backends}`],
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
    [
      "2:1-8 map-required backend.providers is required | it maps ids to their settings, such as {generic: {}}",
    ],
  ],
  [
    "a map without value",
    `${project}backend:\n  provider: generic\n  providers:\n`,
    [
      "4:3-12 map-required backend.providers is required | it maps ids to their settings, such as {generic: {}}",
    ],
  ],
  [
    "no entry in the map",
    `${project}backend:\n  provider: generic\n  providers: {}\n`,
    [
      "4:3-12 config-missing backend.providers.generic is missing; provider-specific config is required | write generic: {} there if it needs no settings",
    ],
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
];
