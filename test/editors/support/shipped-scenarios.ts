import { readFileSync } from "node:fs";
import path from "node:path";
import type { Scenario } from "./scenarios.js";

const example = path.resolve(import.meta.dirname, "../../../examples/stagecraft/stagecraft.yml");
const project = "project:\n  name: shop\n";

/** Of the shipped kinds: that their schema reached the editor, with its own words. */
export const shippedScenarios: readonly Scenario[] = [
  {
    does: "refuse",
    name: "nothing against the example",
    document: readFileSync(example, "utf8"),
    messages: [],
  },
  {
    does: "complete",
    name: "the backends",
    document: `${project}backend:\n  provider: ▮\n`,
    offers: ["encore-ts", "generic"],
    documented: { generic: /\*\*Generic command\*\* — Runs any command/ },
  },
  {
    does: "complete",
    name: "the settings of one backend",
    document: `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev:\n        ▮\n`,
    offers: ["command", "env", "ready_pattern", "shutdown", "workdir"],
    documented: { command: /The program and its arguments, as a list/ },
  },
  {
    does: "refuse",
    name: "one diagnostic for a misspelt backend",
    document: `${project}backend:\n  provider: «genric»\n  providers:\n    generic:\n      dev:\n        command: [npm]\n`,
    messages: [/"encore-ts", "generic"/],
  },
  {
    does: "hover",
    name: "a default and code in a hover",
    document: `${project}databases:\n  main:\n    migrations:\n      engine: raw\n      path: ./m\n      lock_time▮out: 5s\n`,
    says: [/Lock timeout/, /with the unit `ms`, `s`, `m` or `h`/, /Default: `"?10s"?`/],
  },
];
