import type { CodeRow } from "./code-row.js";

/** What the routing of a kind is diagnosed with. */
export const routingCodes: readonly CodeRow[] = [
  [
    "manifest-routing-unknown-provider",
    "Rule with an unknown provider",
    "A routing rule uses an id that is no provider of the kind.",
    "Write one of the kind's provider ids; virtual ids cannot be used.",
  ],
  [
    "manifest-routing-unknown-input",
    "Rule with an unknown input",
    "A condition names an input that the routing does not declare.",
    "Correct the name, or declare the input.",
  ],
  [
    "manifest-routing-unknown-value",
    "Rule with an unknown value",
    "A condition asks for a value that the input cannot have.",
    "Correct the value, or declare it under inputs.",
  ],
  [
    "manifest-routing-duplicate-value",
    "Value listed twice",
    "A condition or input lists a value more than once.",
    "Remove one of them.",
  ],
  [
    "manifest-routing-gap",
    "Routing with a gap",
    "No rule matches some of the possible inputs.",
    "Add a rule for them, or end with a rule without when.",
  ],
  [
    "manifest-routing-never",
    "Rule that never matches",
    "Earlier rules take everything that this rule could match, or its condition has no values.",
    "Remove the rule, or move it up.",
  ],
  [
    "manifest-routing-overlap",
    "Rules that overlap",
    "Two rules match the same input, so their order would decide.",
    "Make their conditions exclude each other.",
  ],
  [
    "manifest-routing-excluded",
    "Route to a provider that excludes it",
    "A rule sends inputs to a provider whose capabilities do not include them.",
    "Send them to another provider, or extend the capabilities.",
  ],
  [
    "manifest-routing-too-complex",
    "Routing too complex",
    "The inputs have more combinations than can be checked at build time.",
    "Use fewer inputs or values.",
  ],
];
