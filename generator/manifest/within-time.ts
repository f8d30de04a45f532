import { type Context, createContext, Script } from "node:vm";

const script = new Script("work()");

/** Making a context takes longer than checking a value, and a schema may give many. */
const place: { work: () => void } = { work: () => {} };
let context: Context | undefined;

/** In milliseconds; no work on one small value takes this long unless a pattern backtracks without end. */
const longest = 500;

/** What each part of a large value may add, many times what it takes: a machine may be busy with other things. */
const longestForPart = 1;

/** Counting goes no further: anchors make small texts into values of any size. */
const mostParts = 50_000;

/**
 * What a function gives, or undefined when it does not end in time: a regular expression cannot be stopped in
 * another way. `parts` is the number of parts of the value that the work is about.
 */
export function withinTime<Result>(work: () => Result, parts = 1): { readonly result: Result } | undefined {
  const timeout = longest + parts * longestForPart;
  let result: { readonly result: Result } | undefined;
  place.work = () => {
    result = { result: work() };
  };
  context ??= createContext(place);
  try {
    script.runInContext(context, { timeout });
  } catch (error) {
    // The error is of the context's own class.
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
  }
  return result;
}

/** How many values there are in a value, itself included; at most fifty thousand are counted. */
export function countParts(value: unknown): number {
  let parts = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0 && parts < mostParts) {
    const part = waiting.pop();
    parts++;
    if (typeof part === "object" && part !== null) {
      for (const inner of Object.values(part)) waiting.push(inner);
    }
  }
  return parts;
}
