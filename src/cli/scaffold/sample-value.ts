import type { JsonSchema } from "../../contract/json-schema.js";

/** A small object that a schema accepts, if possible without any field. */
export type SampleObject = Readonly<Record<string, unknown>>;

/** Makes a small object that a schema accepts; an empty one where it accepts that, or where none can be made. */
export async function sampleObject(schema: JsonSchema | undefined): Promise<SampleObject> {
  if (schema === undefined) return {};
  const [{ Ajv2020 }, { deriveExample }] = await Promise.all([
    import("ajv/dist/2020.js"),
    import("../../../generator/emit/examples/example.js"),
  ]);
  const accepts = new Ajv2020({ strict: false, validateFormats: false, logger: false }).compile(schema);
  if (accepts({})) return {};
  const sample = deriveExample(schema, (value) => isObject(value) && accepts(value));
  return isObject(sample?.value) ? withoutNeedless(sample.value, accepts) : {};
}

/** Leaves out what the schema does not ask for: a claim that nobody has made. */
function withoutNeedless(value: SampleObject, accepts: (value: unknown) => boolean): SampleObject {
  let least = value;
  for (const name of Object.keys(value)) {
    const { [name]: _left, ...fewer } = least;
    if (accepts(fewer)) least = fewer;
  }
  return least;
}

const isObject = (value: unknown): value is SampleObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
