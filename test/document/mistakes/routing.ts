import { type Mistake, project } from "./mistake.js";

/** Mistakes with ids that routing decides. */
export const routingMistakes: readonly Mistake[] = [
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
];
