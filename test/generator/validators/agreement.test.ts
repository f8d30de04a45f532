import { expect, it } from "vitest";
import { checkAgreement } from "./support/agreement.js";

it("our validators agree with ajv's and with the interpreter: each verdict, each failure", async () => {
  const { cases, refused, unevaluated, unsupported } = await checkAgreement({ numRuns: 250 });
  expect(cases).toBeGreaterThan(2000);
  expect(refused).toBeGreaterThan(cases / 10);
  expect(cases - refused).toBeGreaterThan(cases / 10);
  expect(unevaluated).toBeGreaterThan(500);
  expect(unsupported).toBeLessThan(400);
});
