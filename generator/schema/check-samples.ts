import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import { closeObjects } from "../../src/validation/close-objects.js";
import { isObject } from "../../src/validation/json-value.js";
import { walkSchema } from "../../src/validation/schema-walker.js";
import { checkValue } from "../manifest/check-value.js";
import type { Finding, Findings } from "../manifest/findings.js";
import type { BundledSchema } from "./bundle-schema.js";
import { allSubschemas } from "./subschemas.js";

/** A value that a schema itself gives: `default`, or one of `examples`. */
interface Sample {
  /** Where it stands in the bundled schema. */
  readonly path: DocumentPath;
  /** How messages call it: `default`, `examples[0]`. */
  readonly name: DocumentPath;
  /** The schema that gives it, closed and self-contained. */
  readonly schema: JsonSchema;
  readonly value: unknown;
}

/**
 * Checks that the defaults and examples in a schema are valid, and that no default gives a secret away.
 * `common` is what each finding has besides: whose schema it is.
 */
export function checkSamples(bundled: BundledSchema, findings: Findings, common: Partial<Finding>): void {
  for (const sample of samplesOf(bundled.schema)) {
    const { path, name, schema, value } = sample;
    if (givesSecretAway(sample)) {
      findings.add({
        ...common,
        code: "manifest-secret-default",
        message: "a field with x-secret must not have a default",
        at: bundled.locate(path),
        target: "key",
        hint: "use x-env to take it from the environment",
      });
      continue;
    }
    for (const fault of checkValue(schema, value, { at: name })) {
      findings.add({
        ...common,
        code: "manifest-default-invalid",
        message: fault.message,
        at: bundled.locate([...path, ...fault.path]),
        target: fault.target,
        hint: fault.hint,
      });
    }
  }
}

function givesSecretAway({ name, schema, value }: Sample): boolean {
  if (name[0] !== "default") return false;
  for (const place of walkSchema(schema, value, "every")) {
    if (place.present && place.schemas.some((part) => part["x-secret"] === true)) return true;
  }
  return false;
}

function samplesOf(bundled: JsonSchema): Sample[] {
  const places = allSubschemas(bundled).filter(
    ({ schema }) =>
      Object.hasOwn(schema, "default") || (Array.isArray(schema.examples) && schema.examples.length > 0),
  );
  if (places.length === 0) return [];
  const closed = closeObjects(bundled);
  return places.flatMap(({ schema: node, path }) => {
    const schema = standingAlone(closed, path) ?? node;
    const sample = (name: DocumentPath, value: unknown): Sample => ({
      path: [...path, ...name],
      name,
      schema,
      value,
    });
    return [
      ...(Object.hasOwn(node, "default") ? [sample(["default"], node.default)] : []),
      ...(node.examples ?? []).map((value, index) => sample(["examples", index], value)),
    ];
  });
}

/** The schema at a path, with the definitions that its references need. Closing a schema keeps all places. */
function standingAlone(root: JsonSchema, path: DocumentPath): JsonSchemaObject | undefined {
  let place: unknown = root;
  for (const key of path) {
    const holder = place as { readonly [key: string | number]: unknown } | undefined;
    place = holder === undefined || !Object.hasOwn(holder, key) ? undefined : holder[key];
  }
  if (!isObject(place) || !isObject(root)) return undefined;
  return root.$defs === undefined ? place : ({ ...place, $defs: root.$defs } as JsonSchemaObject);
}
