// The same schemas in the type builder that both TypeBoxes share.
export function typeBoxUnion(Type, providers) {
  const convert = (schema) => {
    if (schema.enum) return Type.Union(schema.enum.map((value) => Type.Literal(value)));
    const { minLength, maxLength, pattern, minimum, maximum, maxItems } = schema;
    switch (schema.type) {
      case "string":
        return Type.String({
          ...(minLength && { minLength }),
          ...(maxLength && { maxLength }),
          ...(pattern && { pattern }),
        });
      case "integer":
        return Type.Integer({ minimum, maximum });
      case "number":
        return Type.Number({ minimum, maximum });
      case "boolean":
        return Type.Boolean();
      case "array":
        return Type.Array(convert(schema.items), { maxItems });
      default:
        return schema.properties ? closedObject(schema, {}) : Type.Record(Type.String(), Type.String());
    }
  };
  const closedObject = (schema, discriminator) => {
    const members = Object.entries(schema.properties).map(([name, property]) => {
      const member = convert(property);
      return [name, schema.required.includes(name) ? member : Type.Optional(member)];
    });
    return Type.Object({ ...discriminator, ...Object.fromEntries(members) }, { additionalProperties: false });
  };
  return Type.Union(providers.map(({ id, schema }) => closedObject(schema, { engine: Type.Literal(id) })));
}
