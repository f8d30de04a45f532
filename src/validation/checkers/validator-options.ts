import { formats } from "../formats/formats.js";

/**
 * How schemas are compiled, by `provc codegen` and at run time alike, so that both accept the same values. These are
 * options of ajv (its 2020-12 build); the compiler adds those about code.
 */
export const validatorOptions: {
  readonly strict: false;
  readonly strictNumbers: true;
  readonly allErrors: false;
  readonly ownProperties: true;
  readonly inlineRefs: false;
  readonly unicodeRegExp: true;
  readonly messages: false;
  readonly logger: false;
  readonly formats: { readonly [name: string]: RegExp | ((text: string) => boolean) };
} = {
  // Unknown keywords (x-secret, x-env) and formats are annotations.
  strict: false,
  // JSON has no NaN and no infinity.
  strictNumbers: true,
  // The verdict is enough: mistakes are found and put into words by `describeErrors`, so validators stay small and fast,
  // and a recursive union does not try every branch to its end.
  allErrors: false,
  // A field named `constructor` is no field of every object.
  ownProperties: true,
  // One function per definition: V8 never optimises a function of more than 60 KB of bytecode.
  inlineRefs: false,
  unicodeRegExp: true,
  // Messages are ours.
  messages: false,
  logger: false,
  formats,
};
