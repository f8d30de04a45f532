import { backends, type Mistake } from "./mistake.js";

/** Several mistakes in one document. */
export const combinedMistakes: readonly Mistake[] = [
  [
    "mistakes everywhere",
    `project: {nam: x}\nbackend:\n  provider: 1\n  providers:\n    encore-ts: {entrypoint: 2, debu: true}\ndatabases:\n  a: {migrations: {engine: raw, path: ""}}\n`,
    [
      '1:11-14 unknown-field unknown field "nam" in project; did you mean "name"? | "name" is required and missing',
      `3:13-14 invalid-config backend.provider must be a string, got a number | ${backends}`,
      '5:29-30 invalid-config backend.providers.encore-ts.entrypoint must be a string, got a number | write it in quotes: "2"',
      '5:32-36 unknown-field unknown field "debu" in backend.providers.encore-ts; did you mean "debug"?',
      "7:39-41 invalid-config databases.a.migrations.path is required | it must not be empty",
    ],
  ],
];
