import type { Code, CodeKeywordDefinition, KeywordCxt, Name, _ as Tag } from "ajv/dist/2020.js";
import type { usePattern as UsePattern } from "ajv/dist/vocabularies/code.js";
import { type Answer, type Known, planOf, type UnevaluatedPlan } from "./unevaluated-plan.js";

/** What of ajv writes code. */
export interface AjvCode {
  readonly _: typeof Tag;
  readonly usePattern: typeof UsePattern;
}

/** `unevaluatedProperties` or `unevaluatedItems` for ajv, as `planUnevaluated` has prepared it. */
export function unevaluatedKeyword(
  ajv: AjvCode,
  keyword: "unevaluatedProperties" | "unevaluatedItems",
): CodeKeywordDefinition {
  const { _ } = ajv;
  return {
    keyword,
    type: keyword === "unevaluatedItems" ? "array" : "object",
    schemaType: "array",
    trackErrors: true,
    error: { message: "", params: () => _`{}` },
    code(context) {
      const { gen, data } = context;
      const plan = context.parentSchema[planOf(keyword)] as UnevaluatedPlan;
      if (plan.always.isAll) return;
      const answers = askAll(ajv, context, plan);
      const valid = gen.let("valid", true);
      const check = (key: Name, isNew: readonly Code[]): void => {
        const right = gen.let(
          "right",
          allOf(ajv, isNew.length === 0 ? [_`false`] : [_`!(${allOf(ajv, isNew)})`]),
        );
        for (const { within, schema } of [{ within: [], schema: 0 }, ...plan.contained]) {
          gen.if(allOf(ajv, [_`!${right}`, ...areSo(ajv, within, answers)]), () =>
            apply(context, { schemaProp: schema, dataProp: key }, right),
          );
        }
        gen.if(_`!${right}`, () => gen.assign(valid, false).break());
      };
      const isNewField = (key: Name): Code[] => [
        ...isOther(ajv, context, plan.always, key),
        ...plan.gates.map(({ known }, index) =>
          known.isAll
            ? _`!${answers[index]}`
            : _`(!${answers[index]} || ${allOf(ajv, isOther(ajv, context, known, key))})`,
        ),
      ];
      const isNewItem = (index: Name): Code[] => [
        ...(plan.always.count > 0 ? [_`${index} >= ${plan.always.count}`] : []),
        ...plan.gates.map(({ known }, gate) =>
          known.isAll ? _`!${answers[gate]}` : _`(!${answers[gate]} || ${index} >= ${known.count})`,
        ),
      ];
      if (keyword === "unevaluatedItems") {
        gen.forRange("i", 0, _`${data}.length`, (index) => check(index, isNewItem(index)));
      } else gen.forIn("key", data, (key) => check(key, isNewField(key)));
      context.result(valid, () => context.reset());
    },
  };
}

/** Finds out which of the schemas the value fits that make a difference. */
function askAll(ajv: AjvCode, context: KeywordCxt, { gates }: UnevaluatedPlan): readonly Name[] {
  const { gen } = context;
  const answers = gates.map(() => gen.let("answer", false));
  for (const [index, { within, schema }] of gates.entries()) {
    const answer = answers[index];
    if (answer === undefined) continue;
    const ask = (): void => apply(context, { schemaProp: schema }, answer);
    if (within.length === 0) ask();
    else gen.if(allOf(ajv, areSo(ajv, within, answers)), ask);
  }
  return answers;
}

function areSo({ _ }: AjvCode, within: readonly Answer[], answers: readonly Name[]): Code[] {
  return within.map(({ gate, fits }) => (fits ? _`${answers[gate]}` : _`!${answers[gate]}`));
}

/** Whether a value, or what is inside it, fits one of the schemas. */
function apply(context: KeywordCxt, place: { schemaProp: number; dataProp?: Name }, answer: Name): void {
  const { gen, keyword } = context;
  const fits = gen.name("_valid");
  context.subschema(
    {
      ...place,
      keyword,
      ...(keyword === "unevaluatedItems" && place.dataProp ? { dataPropType: 0 } : {}),
      compositeRule: true,
      createErrors: false,
      allErrors: false,
    },
    fits,
  );
  gen.assign(answer, fits);
}

/** All true of a field that is not spoken of. */
function isOther({ _, usePattern }: AjvCode, context: KeywordCxt, known: Known, key: Name): Code[] {
  return [
    ...known.names.map((name) => _`${key} !== ${name}`),
    ...known.patterns.map((pattern) => _`!${usePattern(context, pattern)}.test(${key})`),
  ];
}

function allOf({ _ }: AjvCode, conditions: readonly Code[]): Code {
  return conditions.length === 0 ? _`true` : conditions.reduce((all, next) => _`${all} && ${next}`);
}
