import { InvalidArgumentError } from "commander";

/** Reads an option's whole number from 0 to `most`; default: a thousand million, more than any of ours needs. */
export function wholeNumber(most = 1_000_000_000): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number <= most)) throw new InvalidArgumentError(`It must be a whole number from 0 to ${most}.`);
    return number;
  };
}

/** Collects the values of an option that can be given several times. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
