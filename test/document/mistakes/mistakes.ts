import { combinedMistakes } from "./combinations.js";
import { documentFieldMistakes } from "./document-fields.js";
import { inlineChoiceMistakes } from "./inline-choices.js";
import { keyedChoiceMistakes } from "./keyed-choices.js";
import { keyedConfigMistakes } from "./keyed-configs.js";
import type { Mistake } from "./mistake.js";
import { routingMistakes } from "./routing.js";

const table: readonly Mistake[] = [
  ...documentFieldMistakes,
  ...keyedChoiceMistakes,
  ...keyedConfigMistakes,
  ...inlineChoiceMistakes,
  ...routingMistakes,
  ...combinedMistakes,
];

/** Documents with one mistake, which gives exactly one diagnostic. */
export const mistakes: readonly Mistake[] = table.filter(([, , expected]) => expected.length === 1);

/** Documents with several mistakes, one diagnostic for each. */
export const combinations: readonly Mistake[] = table.filter(([, , expected]) => expected.length > 1);
