// Zod 4: a discriminated union over the same schemas, and the keyed form as one strict object; in Zod's own idiom.
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

const checker = (schema) => ({
  check: (choice) => schema.safeParse(choice).success,
  errors: (choice) => schema.safeParse(choice).error.issues.length,
});

/** The union of all providers, discriminated by `engine`. */
export const union = (providers) =>
  checker(
    z.discriminatedUnion(
      "engine",
      providers.map(({ id, schema }) => strictObject(schema, { engine: z.literal(id) })),
    ),
  );

/** `{provider, providers: {id: {…}}}`, every id an optional field. */
export const keyed = (providers) =>
  checker(
    z.strictObject({
      provider: z.enum(providers.map(({ id }) => id)),
      providers: z.strictObject(
        Object.fromEntries(providers.map(({ id, schema }) => [id, strictObject(schema, {}).optional()])),
      ),
    }),
  );
