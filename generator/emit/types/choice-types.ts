import type { ChoicePlacement } from "../../../src/contract/kind.js";
import { withArticle } from "../../../src/contract/kind-words.js";
import type { KindModel } from "../../model/model.js";
import { docComment, propertyKey, quote } from "../code.js";
import { type KindTypeNames, providerWords } from "../kind-names.js";
import type { PrintedTypes } from "./print-types.js";

/** The ids that only code can register: `acme:name`. A plain `string` would let misspelt built-in ids pass. */
export const CUSTOM_ID_TYPE = "`${string}:${string}`";

/** A kind that is chosen in the document, with the types that its choices are made of. */
export interface KindTypes {
  readonly kind: KindModel;
  readonly placement: ChoicePlacement;
  readonly names: KindTypeNames;
  /** The fields beside the selector that every choice has. */
  readonly shared?: PrintedTypes;
}

/** The type of a choice of one provider or virtual id: the selector first, then `members`, then the shared fields. */
export function choiceInterface(types: KindTypes, id: string, members: readonly string[]): string {
  const { kind, placement, names } = types;
  const isVirtual = Object.hasOwn(kind.routing, id);
  const what = isVirtual
    ? `\`${id}\`, which picks ${withArticle(providerWords(kind))} by rules`
    : `the ${providerWords(kind)} \`${id}\``;
  const selector = `${propertyKey(placement.selector)}: ${quote(id)};`;
  return objectType(types, names.choices.get(id) ?? "", `Choice of ${what}.`, [selector, ...members]);
}

/** The type of a choice of an id that the manifest does not know. */
export function customChoiceInterface(types: KindTypes, members: readonly string[]): string {
  const { kind, placement, names } = types;
  const comment = `Choice of a custom ${providerWords(kind)} that code registers, such as \`acme:name\`.`;
  const selector = `${propertyKey(placement.selector)}: ${CUSTOM_ID_TYPE};`;
  return objectType(types, names.customChoice, comment, [selector, ...members]);
}

/** An interface that extends the shared fields; an alias where those are no interface that could be extended. */
function objectType(types: KindTypes, name: string, comment: string, members: readonly string[]): string {
  const body = `{\n${members.map((member) => `  ${member}\n`).join("")}}`;
  const shared = types.names.shared;
  if (types.shared?.form === "alias")
    return `${docComment(comment)}export type ${name} = ${body} & ${shared};\n`;
  return `${docComment(comment)}export interface ${name}${types.shared ? ` extends ${shared}` : ""} ${body}\n`;
}
