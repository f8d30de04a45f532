import type { ErrorCode } from "yaml";

/** What a YAML error means, in words. */
interface YamlMessage {
  readonly message: string;
  readonly hint?: string;
}

export const missingQuote = "the closing quote is missing";
export const missingBracket = "the closing bracket is missing";

/**
 * Our own texts, because the parser's quote the source, and a value that breaks the syntax may be a secret
 * (`password: !hunter2`). Errors whose own text is fixed are looked up by that text, the others by code.
 */
const byText: readonly (readonly [RegExp, YamlMessage])[] = [
  [/^Missing closing/, { message: missingQuote }],
  [
    /^Missing , (or : )?between/,
    {
      message: "a comma is missing",
      hint: 'inside [ ] and { } quote text that holds commas, brackets or braces, such as "${NAME}"',
    },
  ],
  [/^Missing space after :/, { message: "a space is missing after the colon" }],
  [/^Comments must be separated/, { message: "a comment needs a space before its #" }],
  [
    /^Implicit map keys need to be followed by map values/,
    {
      message: "a colon and a value are missing after this key",
      hint: 'write "key: value", and check the indentation',
    },
  ],
  [
    /^Implicit keys need to be on a single line/,
    {
      message: "a key must be on one line",
      hint: "check the line before it: a colon, a quote or its indentation may be wrong",
    },
  ],
  [/end with a [}\]]$/, { message: missingBracket }],
  [
    /^Flow (map|sequence) in block collection must be sufficiently indented/,
    { message: "the closing bracket needs more indentation" },
  ],
  [/^Multiline strings in flow/, { message: "text over several lines needs more indentation" }],
  [
    /^Missing indent|must be sufficiently indented|indented more/,
    { message: "this text needs more indentation" },
  ],
  [/^Unexpected flow-(map|seq)-end/, { message: "this closing bracket has no opening one" }],
  [/^Unexpected (, in|empty item in|comma)/, { message: "a comma without a value before it" }],
  [/^Block scalar header/, { message: "only an indentation digit, + or - can follow | or >" }],
  [
    /at node end$|^Unexpected scalar/,
    { message: "unexpected text after a value", hint: "quote the value, or check the indentation" },
  ],
];

const byCode: { readonly [Code in ErrorCode]?: YamlMessage } = {
  ALIAS_PROPS: { message: "an alias cannot have an anchor or a tag" },
  BAD_ALIAS: { message: "an anchor or alias needs a name that does not end with a colon" },
  BAD_COLLECTION_TYPE: { message: "this tag does not fit its value" },
  BAD_DIRECTIVE: { message: "this directive is not valid" },
  BAD_DQ_ESCAPE: {
    message: "this escape sequence is not valid in double quotes",
    hint: "write a backslash as \\\\, or use single quotes",
  },
  BAD_INDENT: { message: "the indentation does not fit the lines before" },
  BAD_PROP_ORDER: { message: "an anchor or tag must stand after the indicator" },
  BAD_SCALAR_START: { message: "text cannot start with this character", hint: "put the text in quotes" },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "a list or map cannot start on this line",
    hint: 'quote text that holds ": ", or start the map on a line of its own',
  },
  BLOCK_IN_FLOW: { message: "an indented list or map cannot stand inside [ ] or { }" },
  KEY_OVER_1024_CHARS: { message: "a key can have at most 1024 characters" },
  MISSING_CHAR: { message: "a character is missing here" },
  MULTILINE_IMPLICIT_KEY: { message: "a key must be on one line" },
  MULTIPLE_ANCHORS: { message: "a value can have only one anchor" },
  MULTIPLE_DOCS: { message: "the file holds more than one document", hint: "keep one, without --- after it" },
  MULTIPLE_TAGS: { message: "a value can have only one tag" },
  RESOURCE_EXHAUSTION: { message: "nested too deep" },
  TAB_AS_INDENT: { message: "tabs are not allowed as indentation", hint: "use spaces" },
  TAG_RESOLVE_FAILED: {
    message: "this tag is not known",
    hint: "put the text in quotes if it starts with !",
  },
  UNEXPECTED_TOKEN: { message: "unexpected text", hint: "quote the value, or check the indentation" },
};

/** The words for an error of the YAML parser. */
export function yamlMessage(code: ErrorCode, text: string): YamlMessage {
  for (const [pattern, message] of byText) if (pattern.test(text)) return message;
  return byCode[code] ?? { message: "the YAML is not valid here" };
}
