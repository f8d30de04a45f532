import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { yamlText } from "../../../../generator/emit/documentation/yaml-text.js";

const byPackage = (value: unknown): string =>
  stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

/** Texts made of what means something to YAML, and of what does not. */
const pieces = [
  "a",
  "Z",
  "7",
  "0",
  ".",
  "-",
  "_",
  "/",
  ":",
  " ",
  "#",
  "$",
  "{",
  "}",
  "~",
  "=",
  "+",
  "@",
  "e",
  "x",
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.constantFrom(
    "true",
    "False",
    "NULL",
    "~",
    "0o17",
    "0x1F",
    "1e3",
    ".inf",
    "-.INF",
    ".nan",
    "1_000",
    "yes",
    "<<",
  ),
  fc.constantFrom(
    "https://example.com/a?b=c#d",
    "two words",
    "line\nbreak",
    "---",
    "... x",
    "",
    "\u2028",
    "é",
  ),
  fc.string(),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { weight: 4, arbitrary: text },
    { weight: 1, arbitrary: fc.double() },
    { weight: 2, arbitrary: fc.constantFrom(null, true, false, 0, -0, 12, 1.5, 1e21, -3e-7) },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
    { weight: 2, arbitrary: fc.dictionary(text, tie("value"), { maxKeys: 3 }) },
  ),
}));

test("it is what the package writes", () => {
  fc.assert(
    fc.property(value, (any) => {
      expect(yamlText(any)).toBe(byPackage(any));
    }),
    { numRuns: 1_000 },
  );
});

test("lists and maps of words and numbers, nested in any way", () => {
  const example = {
    engine: "fast",
    limits: { retries: 3, ratios: [0.5, 1], none: {}, empty: [] },
    hosts: [{ name: "a-b", ports: [1, 2] }, [["x"], []], null],
    token: "${API_TOKEN}",
    url: "https://example.com/path",
    id: "00000000-0000-0000-0000-000000000000",
  };
  expect(yamlText(example)).toBe(byPackage(example));
});
