import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MarkedStream, newMark } from "../../../src/isolation/microvm/marked-stream.js";

const mark = "\u0001\u0001a";

/** What passes a stream that gets these pieces, and whether its end was found. */
function passed(pieces: readonly string[]): { text: string; ended: boolean } {
  const chunks: Uint8Array[] = [];
  const stream = new MarkedStream(mark, (chunk) => chunks.push(chunk));
  for (const piece of pieces) stream.push(Buffer.from(piece, "latin1"));
  const { ended } = stream;
  stream.close();
  expect(chunks.every(({ length }) => length > 0)).toBe(true);
  return { text: Buffer.concat(chunks).toString("latin1"), ended };
}

describe("a stream whose end is marked", () => {
  it("passes on what comes before the mark, however it is cut", () => {
    const letters = fc.constantFrom("\u0001", "a", "b");
    fc.assert(
      fc.property(fc.array(fc.string({ unit: letters, maxLength: 6 }), { maxLength: 8 }), (pieces) => {
        const text = pieces.join("");
        const at = text.indexOf(mark);
        expect(passed(pieces)).toEqual({ text: at < 0 ? text : text.slice(0, at), ended: at >= 0 });
      }),
      { numRuns: 2_000 },
    );
  });

  it("passes everything on at once that cannot be the beginning of the mark", () => {
    const chunks: string[] = [];
    const stream = new MarkedStream(newMark(), (chunk) => chunks.push(Buffer.from(chunk).toString()));
    stream.push(Buffer.from("no newline"));
    stream.push(Buffer.from(" yet\u0001"));
    stream.push(Buffer.from("!"));
    expect(chunks).toEqual(["no newline", " yet", "\u0001!"]);
  });

  it("has a mark of its own each time", () => {
    expect(newMark()).not.toBe(newMark());
  });
});
