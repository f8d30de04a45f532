import { expect, it } from "vitest";
import { checkAgreement } from "../../generator/validators/support/agreement.js";

it("our validators agree with ajv's and with the interpreter in 100,000 cases", async () => {
  const { cases, unevaluated } = await checkAgreement({
    numRuns: Number(process.env.PROVC_TEST_RUNS ?? 9000),
  });
  expect(cases).toBeGreaterThan(100_000);
  expect(unevaluated).toBeGreaterThan(20_000);
}, 1_200_000);
