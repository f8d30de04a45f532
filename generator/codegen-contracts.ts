import { join } from "node:path";
import type { HashBook } from "./io/hash-book.js";
import { inputsAreAs, readInputStates } from "./io/input-states.js";
import { type Memo, remember } from "./memo.js";
import type { ContractChecker, ContractReport } from "./model/contracts/contract-report.js";

/** Written by package managers whenever they install something: the types of packages count, too. */
const installRecords = [".package-lock.json", ".modules.yaml", ".yarn-integrity", ".yarn-state.yml"];

interface Remembered {
  readonly inputs: readonly string[];
  /** What the report depends on: path and state. */
  readonly states: readonly (readonly [path: string, state: string])[];
}

/**
 * Remembers a check that found nothing wrong. TypeScript and its libraries take a second to load, and most changes are
 * made to schemas, not to modules.
 */
export function rememberContracts(
  check: ContractChecker,
  memo: Memo | undefined,
  book: HashBook | undefined,
): ContractChecker {
  if (memo === undefined) return check;
  return async (request) => {
    const installs = installRecords.map((name) => join(request.root, "node_modules", name));
    let report: ContractReport | undefined;
    const examine = async (): Promise<string> => {
      report = await check(request);
      const { faults, inputs } = report;
      const states = faults.length > 0 ? [] : [...readInputStates([...inputs, ...installs], book)];
      return JSON.stringify({ inputs, states } satisfies Remembered);
    };
    const question = { stage: "contracts/1", input: request };
    const valid = (answer: string): boolean => {
      const { states } = JSON.parse(answer) as Remembered;
      return states.length > 0 && inputsAreAs(new Map(states), book);
    };
    const answer = await remember(memo, question, examine, valid);
    return report ?? { faults: [], inputs: (JSON.parse(answer) as Remembered).inputs };
  };
}

const nothingFound: ContractReport = { faults: [], inputs: [] };

/** A check that has begun, and that nobody waits for until everything else is done. */
export class LaterContracts {
  readonly #check: ContractChecker;
  #report: Promise<ContractReport> = Promise.resolve(nothingFound);

  constructor(check: ContractChecker) {
    this.#check = check;
  }

  /** Begins the check and answers, for the time being, that nothing is wrong. */
  readonly begin: ContractChecker = async (request) => {
    this.#report = this.#check(request);
    // It is awaited in the end; an error before that must not end the process.
    this.#report.catch(() => {});
    return nothingFound;
  };

  /** What the check came to; that nothing is wrong where none was begun. */
  report(): Promise<ContractReport> {
    return this.#report;
  }
}
