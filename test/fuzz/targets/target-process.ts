import type { FuzzInput, FuzzOutcome, FuzzRequest, TargetName } from "../fuzz-input.js";
import { argumentsTarget } from "./arguments-target.js";
import { manifestTarget, schemaTarget } from "./codegen-targets.js";
import { documentTarget } from "./document-target.js";
import { seedManifest, seedSchema } from "./seed-project.js";
import type { Target } from "./target.js";

/** The process that runs inputs, one after the other. Each target with an input that is fine. */
const known: { readonly [Name in TargetName]: [open: () => Target | Promise<Target>, seed: FuzzInput] } = {
  manifest: [manifestTarget, { text: seedManifest }],
  schema: [schemaTarget, { text: seedSchema }],
  document: [documentTarget, { text: "project: {nam: x}\nbackend: {provider: genric}\n" }],
  arguments: [argumentsTarget, { args: ["add", "voice", "three"] }],
};

const strays: string[] = [];
const stray = (error: unknown): void => {
  strays.push(`thrown outside of the call: ${error instanceof Error ? error.stack : String(error)}`);
};
process.on("uncaughtException", stray);
process.on("unhandledRejection", stray);

/** A target that is at work, and the processor time that it takes for an input that is fine. */
interface OpenTarget {
  readonly target: Target;
  readonly usual: number;
}

const open = new Map<TargetName, OpenTarget>();

async function opened(name: TargetName): Promise<OpenTarget> {
  let found = open.get(name);
  if (found === undefined) {
    const [make, seed] = known[name];
    const target = await make();
    // The first run loads the compiler and much else; that time is no input's.
    const first = await timed(target, seed);
    const second = await timed(target, seed);
    strays.push(...[...first.problems, ...second.problems].map((problem) => `of the seed: ${problem}`));
    found = { target, usual: second.milliseconds };
    open.set(name, found);
  }
  return found;
}

async function timed(target: Target, input: FuzzInput): Promise<Omit<FuzzOutcome, "usual">> {
  const before = process.cpuUsage();
  const problems = await target
    .run(input)
    .catch((error: unknown) => [`thrown: ${error instanceof Error ? error.stack : String(error)}`]);
  // What was left to reject by itself has done so by then.
  await new Promise(setImmediate);
  const { user, system } = process.cpuUsage(before);
  return { problems, milliseconds: (user + system) / 1000 };
}

process.on("message", async ({ name, input }: FuzzRequest) => {
  const { target, usual } = await opened(name);
  const { problems, milliseconds } = await timed(target, input);
  const outcome: FuzzOutcome = { problems: [...problems, ...strays.splice(0)], milliseconds, usual };
  process.send?.(outcome);
});
process.on("disconnect", () => {
  for (const { target } of open.values()) target.close();
  process.exit(0);
});
process.send?.("ready");
