// The peer: a Zod 4 discriminated union over the same schemas, in Zod's own idiom.
import { z } from "zod";

function toZod(schema) {
  if (schema.enum) return z.enum(schema.enum);
  switch (schema.type) {
    case "string": {
      let text = z.string();
      if (schema.minLength) text = text.min(schema.minLength);
      if (schema.maxLength) text = text.max(schema.maxLength);
      return schema.pattern ? text.regex(new RegExp(schema.pattern)) : text;
    }
    case "integer":
      return z.int().min(schema.minimum).max(schema.maximum);
    case "number":
      return z.number().min(schema.minimum).max(schema.maximum);
    case "boolean":
      return z.boolean();
    case "array":
      return z.array(toZod(schema.items)).max(schema.maxItems);
    default:
      return schema.properties ? strictObject(schema, {}) : z.record(z.string(), z.string());
  }
}

function strictObject(schema, discriminator) {
  const members = Object.entries(schema.properties).map(([name, property]) => {
    const member = toZod(property);
    return [name, schema.required.includes(name) ? member : member.optional()];
  });
  return z.strictObject({ ...discriminator, ...Object.fromEntries(members) });
}

/** The union of all providers, discriminated by `engine`. */
export function zodUnion(providers) {
  return z.discriminatedUnion(
    "engine",
    providers.map(({ id, schema }) => strictObject(schema, { engine: z.literal(id) })),
  );
}
