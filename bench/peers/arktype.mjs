// ArkType: type.or over the same schemas.
import { ArkErrors, type } from "arktype";

function toArkType(schema) {
  if (schema.enum) return type.enumerated(...schema.enum);
  switch (schema.type) {
    case "string": {
      let text = type.string;
      if (schema.minLength) text = text.atLeastLength(schema.minLength);
      if (schema.maxLength) text = text.atMostLength(schema.maxLength);
      return schema.pattern ? text.matching(new RegExp(schema.pattern)) : text;
    }
    case "integer":
      return type.number.divisibleBy(1).atLeast(schema.minimum).atMost(schema.maximum);
    case "number":
      return type.number.atLeast(schema.minimum).atMost(schema.maximum);
    case "boolean":
      return type.boolean;
    case "array":
      return toArkType(schema.items).array().atMostLength(schema.maxItems);
    default:
      return schema.properties ? closedObject(schema, {}) : type.Record("string", "string");
  }
}

function closedObject(schema, discriminator) {
  const members = Object.entries(schema.properties).map(([name, property]) => [
    schema.required.includes(name) ? name : `${name}?`,
    toArkType(property),
  ]);
  return type({ "+": "reject", ...discriminator, ...Object.fromEntries(members) });
}

export function union(providers) {
  const schema = type.or(
    ...providers.map(({ id, schema }) => closedObject(schema, { engine: type.unit(id) })),
  );
  return {
    check: (choice) => !(schema(choice) instanceof ArkErrors),
    errors: (choice) => [...schema(choice)].length,
  };
}
