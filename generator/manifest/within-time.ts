import { type Context, createContext, Script } from "node:vm";

const script = new Script("work()");

/** Making a context takes longer than checking a value, and a schema may give many. */
const place: { work: () => void } = { work: () => {} };
let context: Context | undefined;

/** Nothing a compiler does for one value takes this long unless a pattern backtracks without end. */
const longest = 500;

/** What a function gives, or undefined when it does not end in time: a regular expression cannot be stopped in another way. */
export function withinTime<Result>(work: () => Result): { readonly result: Result } | undefined {
  let result: { readonly result: Result } | undefined;
  place.work = () => {
    result = { result: work() };
  };
  context ??= createContext(place);
  try {
    script.runInContext(context, { timeout: longest });
  } catch (error) {
    // The error is of the context's own class.
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
  }
  return result;
}
