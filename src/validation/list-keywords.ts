import type { CodeKeywordDefinition, _ as Tag } from "ajv/dist/2020.js";

/**
 * Keywords about lists for ajv 8, which in its own definitions takes for an answer what is left of an earlier list, or of none:
 * an empty list has what `contains` asks for if the one before had it, and where a list ends before `prefixItems` does
 * nothing else is looked at.
 */
export function listKeywords(_: typeof Tag): readonly CodeKeywordDefinition[] {
  return [prefixItems(_), contains(_)];
}

const common = { type: "array", before: "uniqueItems" } as const;

function prefixItems(_: typeof Tag): CodeKeywordDefinition {
  return {
    ...common,
    keyword: "prefixItems",
    schemaType: "array",
    code(context) {
      const { gen, data, keyword, schema } = context;
      const valid = gen.let("valid", true);
      for (const schemaProp of (schema as readonly unknown[]).keys()) {
        const fits = gen.name("_valid");
        gen.if(_`${valid} && ${data}.length > ${schemaProp}`, () => {
          context.subschema({ keyword, schemaProp, dataProp: schemaProp }, fits);
          gen.assign(valid, fits);
        });
      }
      context.ok(valid);
    },
  };
}

function contains(_: typeof Tag): CodeKeywordDefinition {
  return {
    ...common,
    keyword: "contains",
    schemaType: ["object", "boolean"],
    trackErrors: true,
    error: { message: "", params: ({ schemaCode }) => _`{contains: ${schemaCode}}` },
    code(context) {
      const { gen, data, keyword, parentSchema } = context;
      const least = typeof parentSchema.minContains === "number" ? parentSchema.minContains : 1;
      const most = typeof parentSchema.maxContains === "number" ? parentSchema.maxContains : undefined;
      const enough = Math.max(least, most === undefined ? 0 : most + 1);
      const found = gen.let("found", 0);
      gen.forRange("i", 0, _`${data}.length`, (index) => {
        const fits = gen.name("_valid");
        context.subschema({ keyword, dataProp: index, dataPropType: 0, compositeRule: true }, fits);
        gen.if(fits, () => gen.code(_`${found}++`).if(_`${found} >= ${enough}`, () => gen.break()));
      });
      const isRight =
        most === undefined ? _`${found} >= ${least}` : _`${found} >= ${least} && ${found} <= ${most}`;
      context.result(isRight, () => context.reset());
    },
  };
}
