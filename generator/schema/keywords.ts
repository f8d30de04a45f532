/** What a keyword's value has to be. */
export type KeywordValue =
  | "any"
  | "schema"
  | "schema-list"
  | "schema-map"
  | "pattern-map"
  | "string"
  | "pattern"
  | "format"
  | "anchor"
  | "dialect"
  | "boolean"
  | "number"
  | "positive"
  | "count"
  | "type"
  | "choices"
  | "list"
  | "names"
  | "names-map"
  | "environment";

type Row = readonly [value: KeywordValue, keywords: string];

/** The vocabulary of 2020-12 as ajv implements it, what provc adds, and what editors read. */
const rows: readonly Row[] = [
  ["string", "$id $ref $comment"],
  ["anchor", "$anchor"],
  ["dialect", "$schema"],
  ["schema-map", "$defs definitions properties dependentSchemas"],
  ["pattern-map", "patternProperties"],
  ["schema-list", "allOf anyOf oneOf prefixItems"],
  ["schema", "not if then else items contains additionalProperties propertyNames contentSchema"],
  ["schema", "unevaluatedItems unevaluatedProperties"],
  ["type", "type"],
  ["choices", "enum"],
  ["any", "const default"],
  ["positive", "multipleOf"],
  ["number", "maximum exclusiveMaximum minimum exclusiveMinimum"],
  ["count", "maxLength minLength maxItems minItems maxContains minContains maxProperties minProperties"],
  ["pattern", "pattern"],
  ["boolean", "uniqueItems"],
  ["names", "required"],
  ["names-map", "dependentRequired"],
  ["format", "format"],
  ["string", "contentEncoding contentMediaType title description"],
  ["boolean", "deprecated readOnly writeOnly"],
  ["list", "examples"],
  ["boolean", "x-secret"],
  ["environment", "x-env"],
  ["any", "errorMessage enumDescriptions markdownEnumDescriptions enumItemLabels enumDeprecated"],
  ["any", "defaultSnippets allowComments allowTrailingCommas doNotSuggest suggestSortText completionDetail"],
  ["string", "markdownDescription patternErrorMessage deprecationMessage markdownDeprecationMessage"],
];

const keywords: ReadonlyMap<string, KeywordValue> = new Map(
  rows.flatMap(([value, names]) => names.split(" ").map((name) => [name, value] as const)),
);

/** What a keyword takes; undefined for one that is not supported. `x-…` keywords that provc does not know take anything. */
export function keywordValue(keyword: string): KeywordValue | undefined {
  return keywords.get(keyword) ?? (keyword.startsWith("x-") ? "any" : undefined);
}

export function knownKeywords(): IterableIterator<string> {
  return keywords.keys();
}

/** Keywords of other dialects and of OpenAPI, and what to write instead. */
const replacements: ReadonlyMap<string, string> = new Map([
  ["$dynamicRef", "use $ref instead"],
  ["$dynamicAnchor", "use $anchor instead"],
  ["$recursiveRef", "use $ref instead"],
  ["$recursiveAnchor", "use $anchor instead"],
  ["$vocabulary", "leave it out"],
  ["id", "use $id instead"],
  ["additionalItems", "use items after prefixItems instead"],
  ["dependencies", "use dependentRequired or dependentSchemas instead"],
  ["nullable", 'use type: [string, "null"] or the like instead'],
  ["example", "use examples, a list, instead"],
  ["discriminator", "use oneOf with a const in each branch instead"],
  ["readonly", "use readOnly instead"],
  ["divisibleBy", "use multipleOf instead"],
  ["tsType", "leave it out; types are made from the other keywords"],
]);

/** What to do about a keyword that is not supported, where that is known. */
export function replacementFor(keyword: string): string | undefined {
  return replacements.get(keyword);
}

/** Keywords of which the bundled schema keeps nothing: they name schemas or talk to their authors. */
export const bookkeeping: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$anchor",
  "$comment",
  "$defs",
  "definitions",
]);

/** Keywords that say nothing about which values are valid. */
export const annotations: ReadonlySet<string> = new Set([
  ...bookkeeping,
  ..."title description markdownDescription examples deprecated deprecationMessage readOnly writeOnly".split(
    " ",
  ),
  ..."markdownDeprecationMessage defaultSnippets doNotSuggest suggestSortText completionDetail".split(" "),
]);
