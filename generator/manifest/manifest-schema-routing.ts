import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import { idPattern } from "./id-pattern.js";

/** More rules than anybody writes by hand; it bounds the analysis of overlaps. */
const maxRoutingRules: number = 1000;

const scalar: JsonSchemaObject = { type: ["string", "number", "boolean"] };

/** `kinds.<id>.routing`: virtual ids and their decision tables. */
export const routingSection: JsonSchemaObject = {
  title: "Routing",
  description: "Virtual ids: ids that stand for one provider or another, decided by rules.",
  type: "object",
  propertyNames: { pattern: idPattern },
  additionalProperties: {
    title: "Virtual id",
    description: "The first rule whose conditions all hold decides.",
    type: "object",
    required: ["rules"],
    properties: {
      inputs: {
        title: "Inputs",
        description:
          "The values that each input can have. With them, the rules are checked for gaps value by value.",
        type: "object",
        additionalProperties: { type: "array", minItems: 1, items: scalar },
        examples: [{ runtime: ["node", "wasm", "oci"] }],
      },
      rules: {
        title: "Rules",
        description: "Tried in order. A rule without `when` takes everything else and stands last.",
        type: "array",
        minItems: 1,
        maxItems: maxRoutingRules,
        items: {
          type: "object",
          required: ["use"],
          properties: {
            when: {
              title: "Conditions",
              description: "Input → the value or values that it must have.",
              type: "object",
              minProperties: 1,
              additionalProperties: { type: ["string", "number", "boolean", "array"], items: scalar },
              examples: [{ runtime: ["node", "wasm"] }],
            },
            use: { title: "Provider", description: "The id of the provider to use.", type: "string" },
          },
          additionalProperties: false,
        },
        examples: [[{ when: { runtime: ["node", "wasm"] }, use: "isolate" }, { use: "microvm" }]],
      },
    },
    additionalProperties: false,
  },
};
