// Valibot: a variant over the same schemas.
import * as v from "valibot";

function toValibot(schema) {
  if (schema.enum) return v.picklist(schema.enum);
  switch (schema.type) {
    case "string": {
      const checks = [];
      if (schema.minLength) checks.push(v.minLength(schema.minLength));
      if (schema.maxLength) checks.push(v.maxLength(schema.maxLength));
      if (schema.pattern) checks.push(v.regex(new RegExp(schema.pattern)));
      return v.pipe(v.string(), ...checks);
    }
    case "integer":
      return v.pipe(v.number(), v.integer(), v.minValue(schema.minimum), v.maxValue(schema.maximum));
    case "number":
      return v.pipe(v.number(), v.minValue(schema.minimum), v.maxValue(schema.maximum));
    case "boolean":
      return v.boolean();
    case "array":
      return v.pipe(v.array(toValibot(schema.items)), v.maxLength(schema.maxItems));
    default:
      return schema.properties ? strictObject(schema, {}) : v.record(v.string(), v.string());
  }
}

function strictObject(schema, discriminator) {
  const members = Object.entries(schema.properties).map(([name, property]) => {
    const member = toValibot(property);
    return [name, schema.required.includes(name) ? member : v.optional(member)];
  });
  return v.strictObject({ ...discriminator, ...Object.fromEntries(members) });
}

export function union(providers) {
  const schema = v.variant(
    "engine",
    providers.map(({ id, schema }) => strictObject(schema, { engine: v.literal(id) })),
  );
  return {
    check: (choice) => v.safeParse(schema, choice).success,
    errors: (choice) => v.safeParse(schema, choice).issues.length,
  };
}
