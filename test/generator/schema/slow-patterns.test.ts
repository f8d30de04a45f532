import { expect, it } from "vitest";
import { diagnose, withKind } from "../model/support.js";

it("tells of a default that its pattern would never finish with", async () => {
  const pattern = "^(([a-z])+.)+[A-Z]([a-z])+$";
  const schema = `{type: object, properties: {a: {type: string, pattern: '${pattern}', default: ${"a".repeat(60)}}}}`;
  expect(await diagnose(withKind("", `one: {module: ./src/one.ts, schema: ${schema}}`))).toEqual([
    expect.stringMatching(
      /^\d+:\d+ manifest-default-invalid: default cannot be checked in any reasonable time \(a pattern in its schema tries too many ways; write it without nested repetition\)$/,
    ),
  ]);
});

it("takes a field for known whose pattern would never finish with it", async () => {
  const schema = `{properties: {a: {}}, patternProperties: {'^(([a-z])+.)+[A-Z]([a-z])+$': {}}, required: [${"a".repeat(60)}]}`;
  expect(await diagnose(withKind("", `one: {module: ./src/one.ts, schema: ${schema}}`))).toEqual([]);
});
