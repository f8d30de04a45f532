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
      `3:13-21 unknown-provider unknown backend provider "acme:gcs"; ${backends} | register the custom provider first; on the command line: --import MODULE`,
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
    [
      "5:5-12 invalid-config backend.providers.generic must be a mapping, got null | it is empty: write its fields, or {} for none",
    ],
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
    [`2:10-19 invalid-config backend must be a mapping, got a list | ${backends}`],
  ],
  [
    "a text as the section",
    `${project}backend: generic\n`,
    [
      "2:10-17 invalid-config backend must be a mapping, got a string | write {provider: generic, providers: {generic: {}}}",
    ],
  ],
  [
    "a text of nobody as the section",
    `${project}backend: kubernetes\n`,
    [`2:10-20 invalid-config backend must be a mapping, got a string | ${backends}`],
  ],
  [
    "a selector without a space",
    `${project}backend:\n  provider:generic\n`,
    ["3:3-19 invalid-config backend must be a mapping, got a string | write a space after the colon"],
  ],
  [
    "a number as the selector",
    `${project}backend: {provider: 5}\n`,
    [`2:21-22 invalid-config backend.provider must be a string, got a number | ${backends}`],
  ],
  [
    "a list as the selector",
    `${project}backend: {provider: [generic]}\n`,
    [`2:21-30 invalid-config backend.provider must be a string, got a list | ${backends}`],
  ],
  [
    "a list as the map",
    `${project}backend:\n  provider: generic\n  providers:\n    - generic\n`,
    [
      "5:5-14 invalid-config backend.providers must be a mapping, got a list | it maps ids to their settings, such as {generic: {}}",
    ],
  ],
  [
    "a misspelt selector",
    `${project}backend:\n  Provider: generic\n  providers:\n    generic: {}\n`,
    [
      '3:3-11 unknown-field unknown field "Provider" in backend; did you mean "provider"? | "provider" is required and missing',
    ],
  ],
  [
    "a misspelt map",
    `${project}backend:\n  provider: generic\n  provders:\n    generic: {}\n`,
    [
      '4:3-11 unknown-field unknown field "provders" in backend; did you mean "providers"? | "providers" is required and missing',
    ],
  ],
  [
    "another name for the selector",
    `${project}backend:\n  type: generic\n  providers:\n    generic: {}\n`,
    [
      '3:3-7 unknown-field unknown field "type" in backend; did you mean "provider"? | "provider" is required and missing',
    ],
  ],
  [
    "settings beside the map",
    `${project}backend:\n  provider: generic\n  generic: {dev: {command: [npm]}}\n`,
    [
      '4:3-10 unknown-field unknown field "generic" in backend | it belongs into the map: providers: {generic: …}',
    ],
  ],
];
