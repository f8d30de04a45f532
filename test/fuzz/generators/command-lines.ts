import fc from "fast-check";
import type { FuzzInput } from "../fuzz-input.js";
import { hostileTexts } from "./junk.js";
import { oddText } from "./odd-texts.js";

/** Commands that do their work and end. Those that serve, watch, or start other programs are only asked for their help. */
const commands = [
  "validate",
  "codegen",
  "list",
  "describe",
  "resolve",
  "completion",
  "add",
  "init",
  "editor",
] as const;
const others = [
  "dev",
  "build",
  "migrate",
  "serve",
  "verify",
  "help",
  "__complete",
  "lst",
  "--version",
  "--help",
  "-h",
];

const words = [
  ...[
    "voice",
    "cache",
    "one",
    "two",
    "redis",
    "auto",
    "bash",
    "zsh",
    "fish",
    "relay.yml",
    "missing.yml",
    "-",
  ],
  ...[
    "src",
    "generated",
    "package.json",
    "links/out.yaml",
    "links/loop.yaml",
    "../outside/secret.yaml",
    "../outside",
  ],
  ...["runtime=node", "runtime=", "=x", "a=b=c", "--with", "runtime", "--", "0", "-1", "1e9", "999999999999"],
];

const options = [
  ...[
    "--json",
    "--check",
    "--quiet",
    "--strict",
    "--fix",
    "--dry-run",
    "--explain",
    "--help",
    "--version",
    "--nope",
    "-x",
  ],
  ...[
    "--format",
    "--format=json",
    "--format=sarif",
    "--format=nope",
    "--max-warnings",
    "--max-warnings=0",
    "--stdin-filename",
  ],
  ...[
    "--config",
    "--config=relay.yml",
    "--config=missing.yml",
    "--manifest",
    "--manifest=missing.yaml",
    "--import",
    "--import=./src/two.ts",
  ],
  ...[
    "--manifest=package.json",
    "--manifest=links/out.yaml",
    "--out",
    "--out=generated",
    "--out=other",
    "--output=report.txt",
    "--with",
  ],
];

const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  { weight: 6, arbitrary: fc.constantFrom(...options) },
  { weight: 2, arbitrary: fc.constantFrom(...hostileTexts.filter((text) => !text.startsWith("/"))) },
  { weight: 1, arbitrary: oddText },
  // An absolute path would be taken at its word.
  {
    weight: 1,
    arbitrary: fc.string({ unit: "binary", maxLength: 10 }).filter((text) => !/[/\\]/.test(text)),
  },
);

/** Command lines, most of them nearly right. `--watch` and the like never end by themselves and are left out. */
export const commandLine: fc.Arbitrary<FuzzInput> = fc
  .oneof(
    fc
      .tuple(fc.constantFrom(...commands), fc.array(word, { maxLength: 6 }))
      .map(([first, rest]) => [first, ...rest]),
    fc
      .tuple(fc.constantFrom(...others), fc.array(word, { maxLength: 3 }))
      .map(([first, rest]) => [first, "--nope", ...rest]),
    fc.array(word, { maxLength: 5 }),
  )
  .map((args) => ({ args }));
