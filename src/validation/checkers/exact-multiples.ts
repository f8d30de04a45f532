import type { Ajv } from "ajv";
import type { Ajv2020 } from "ajv/dist/2020.js";
import { isMultipleOf } from "../evaluation/multiple-of.js";

/** Has ajv take `multipleOf` by decimal digits: by itself it divides, and takes 0.3 for no multiple of 0.1. */
export function multiplyExactly(ajv: Ajv | Ajv2020): void {
  ajv.removeKeyword("multipleOf");
  ajv.addKeyword({
    keyword: "multipleOf",
    type: "number",
    schemaType: "number",
    errors: false,
    validate: (divisor: number, number: number): boolean => isMultipleOf(number, divisor),
  });
}
