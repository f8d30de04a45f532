/**
 * Whether a number is a multiple of another, as they are written: 0.3 is a multiple of 0.1, although the quotient of the
 * two as the machine holds them is 2.9999999999999996, and 1e21 is none of 3, although that quotient is a whole number.
 * Numbers that JSON cannot hold are multiples of nothing.
 */
export function isMultipleOf(number: number, divisor: number): boolean {
  if (Number.isSafeInteger(number) && Number.isSafeInteger(divisor)) return number % divisor === 0;
  if (!Number.isFinite(number)) return false;
  const [a, b] = [decimalOf(number), decimalOf(divisor)];
  const lowest = Math.min(a.exponent, b.exponent);
  const scaled = ({ digits, exponent }: Decimal): bigint => digits * 10n ** BigInt(exponent - lowest);
  return scaled(a) % scaled(b) === 0n;
}

interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The shortest decimal that stands for the number, which is how people and JSON write it. */
function decimalOf(number: number): Decimal {
  const [mantissa = "0", exponent = "0"] = number.toExponential().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
