import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import { isObject } from "../../src/validation/json-value.js";
import { forEachSubschema } from "../../src/validation/schema-keywords.js";
import { closeObjects } from "../../src/validation/schemas/close-objects.js";
import { walkSchema } from "../../src/validation/schemas/schema-walker.js";
import { checkValue } from "../manifest/check-value.js";
import type { Finding, Findings } from "../manifest/findings.js";
import { digestOf, isNotedSound, type Memo, noteSound, rememberNow, sound } from "../memo.js";
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

/** What is wrong with a sample; `path` is a place in the bundled schema. */
type SampleFault = Pick<Finding, "code" | "message" | "target" | "hint"> & { readonly path: DocumentPath };

/**
 * Checks that the defaults and examples in a schema are valid, and that no default gives a secret away.
 * `common` is what each finding has besides: whose schema it is. A schema without a fault is remembered as such.
 */
export function checkSamples(
  bundled: BundledSchema,
  findings: Findings,
  common: Partial<Finding>,
  memo?: Memo,
): void {
  const question = { stage: "samples/1", input: bundled.digest ?? digestOf(bundled.schema) };
  if (isNotedSound(memo, question)) return;
  if (!hasSamples(bundled.schema)) {
    // The next run need not even look.
    noteSound(memo, question);
    return;
  }
  let faults: readonly SampleFault[] | undefined;
  rememberNow(memo, question, () => {
    faults = samplesOf(bundled.schema).flatMap(faultsOf);
    return faults.length === 0 ? sound : "";
  });
  faults ??= samplesOf(bundled.schema).flatMap(faultsOf);
  for (const { path, ...fault } of faults) findings.add({ ...common, ...fault, at: bundled.locate(path) });
}

function faultsOf(sample: Sample): SampleFault[] {
  const { path, name, schema, value } = sample;
  if (givesSecretAway(sample)) {
    return [
      {
        code: "manifest-secret-default",
        message: "a field with x-secret must not have a default",
        path,
        target: "key",
        hint: "use x-env to take it from the environment",
      },
    ];
  }
  return checkValue(schema, value, { at: name }).map((fault) => ({
    code: "manifest-default-invalid",
    message: fault.message,
    path: [...path, ...fault.path],
    target: fault.target,
    hint: fault.hint,
  }));
}

function givesSecretAway({ name, schema, value }: Sample): boolean {
  if (name[0] !== "default") return false;
  for (const place of walkSchema(schema, value, "every")) {
    if (place.present && place.schemas.some((part) => part["x-secret"] === true)) return true;
  }
  return false;
}

function givesSample(schema: JsonSchemaObject): boolean {
  return Object.hasOwn(schema, "default") || (Array.isArray(schema.examples) && schema.examples.length > 0);
}

function hasSamples(schema: JsonSchema): boolean {
  if (!isObject(schema)) return false;
  let found = givesSample(schema as JsonSchemaObject);
  forEachSubschema(schema as JsonSchemaObject, (part) => {
    found ||= hasSamples(part);
  });
  return found;
}

function samplesOf(bundled: JsonSchema): Sample[] {
  const places = allSubschemas(bundled).filter(({ schema }) => givesSample(schema));
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
