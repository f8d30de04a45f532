import { domainToASCII } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { helperTexts } from "../../../generator/validators/helper-texts.js";
import { formatTests } from "../../../generator/validators/helpers/format-helpers.js";
import { hasFormat } from "../../../src/validation/formats/formats.js";
import { decodePunycode } from "../../../src/validation/formats/punycode.js";

/** What validators call, from their own text. */
function helper(name: string): (text: string) => unknown {
  return new Function(`${helperTexts([name]).join("\n")}\nreturn ${name};`)() as (text: string) => unknown;
}

const decoders = [decodePunycode, helper("decodePunycode")];

describe("Punycode", () => {
  // RFC 3492, 7.1, in small letters.
  it.each([
    ["egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟"],
    ["ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"],
    ["proprostnemluvesky-uyb24dma41a", "pročprostěnemluvíčesky"],
    ["4dbcagdahymbxekheh6e0a7fei0b", "למההםפשוטלאמדבריםעברית"],
    ["n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa", "なぜみんな日本語を話してくれないのか"],
    ["porqunopuedensimplementehablarenespaol-fmd56a", "porquénopuedensimplementehablarenespañol"],
    ["3b-ww4c5e180e575a65lsy2b", "3年b組金八先生"],
    ["-with-super-monkeys-pc58ag80a8qai00g7n9n", "安室奈美恵-with-super-monkeys"],
    ["hello-another-way--fc4qua05auwb3674vfr0b", "hello-another-way-それぞれの場所"],
    ["d9juau41awczczp", "そのスピードで"],
    ["-> $1.00 <--", "-> $1.00 <-"],
    ["", ""],
  ])("%s is %s", (text, decoded) => {
    expect(decoders.map((decode) => decode(text))).toEqual([decoded, decoded]);
  });

  it.each([
    "x",
    "-",
    "bcher-kv",
    "kvä",
    "bcher-k_a",
    "99999999",
    "a-tc4g",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
  ])("%s is none", (text) => expect(decoders.map((decode) => decode(text))).toEqual([undefined, undefined]));

  it("is decoded to what Node.js encodes", () => {
    const letter = fc.constantFrom(..."abcz09éßñжЯ中文ไทעǅ𐐷😀");
    fc.assert(
      fc.property(fc.array(letter, { minLength: 1, maxLength: 12 }), (letters) => {
        const encoded = domainToASCII(letters.join(""));
        fc.pre(encoded.startsWith("xn--"));
        for (const decode of decoders) expect(domainToASCII(String(decode(encoded.slice(4))))).toBe(encoded);
      }),
    );
  });
});

it.each([...formatTests])("validators check %s as the run time does", (format, name) => {
  const check = helper(name);
  const piece = fc.constantFrom(
    "xn--",
    "XN--",
    "bcher-kva",
    "é",
    "a",
    "-",
    ".",
    "。",
    "@",
    '"',
    "[",
    "]",
    "·l",
    "ß",
    "(",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 8 }), (pieces) => {
      const text = pieces.join("");
      return check(text) === hasFormat(format, text);
    }),
    { numRuns: 500 },
  );
});
