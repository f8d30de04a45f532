import fc from "fast-check";
import { expect, test } from "vitest";
import { LineScanner } from "../../src/process/line-scanner.js";

function scan(chunks: readonly Buffer[]): string[] {
  const lines: string[] = [];
  const scanner = new LineScanner((line) => lines.push(line));
  for (const chunk of chunks) scanner.push(chunk);
  scanner.end();
  return lines;
}

test("where a text is cut into chunks does not matter, not even inside a character", () => {
  const text = fc.array(fc.constantFrom("a", "é", "😀", "\n", "\r\n", "\r"), { maxLength: 40 });
  const cuts = fc.array(fc.nat(120), { maxLength: 10 });
  fc.assert(
    fc.property(text, cuts, (parts, positions) => {
      const bytes = Buffer.from(parts.join(""));
      const edges = [
        0,
        ...positions.filter((position) => position < bytes.length).toSorted((a, b) => a - b),
        bytes.length,
      ];
      const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
      expect(scan(chunks)).toEqual(scan([bytes]));
    }),
  );
});

test("a line without an end is handed out before it fills the memory", () => {
  const lines: string[] = [];
  const scanner = new LineScanner((line) => lines.push(line));
  scanner.push(Buffer.alloc(100_000, "x"));
  expect(lines).toHaveLength(1);
});
