import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { wrongVersion } from "../../../src/packages/wrong-version.js";
import { brokenEngine, type Engine, judging, type Limits } from "./engine.js";

/** The package that the second opinion comes from. */
const secondEnginePackage = "@hyperjump/json-schema";

/** Sets up a schema, in the dialect that it names. */
export type SecondEngine = (artefact: string, schema: JsonSchema, limits?: Limits) => Promise<Engine>;

/** The package is not there, or is another version of it. */
export class SecondEngineMissing extends Error {
  constructor(
    message = `the second JSON Schema engine is not installed; npm install --save-dev ${secondEnginePackage} @hyperjump/browser`,
  ) {
    super(message);
    this.name = "SecondEngineMissing";
  }
}

const NAME = "hyperjump";
let registered = 0;

/**
 * Loads an implementation of JSON Schema that shares no code with ajv or with provc.
 *
 * @throws SecondEngineMissing when its package is not installed, or in a version that is not supported.
 */
export async function loadSecondEngine(): Promise<SecondEngine> {
  const { library, experimental, instance } = await importLibrary();
  library.setShouldValidateFormat(true);
  experimental.addKeyword<number>({
    ...experimental.getKeyword<number>("https://json-schema.org/keyword/multipleOf"),
    interpret: (divisor, node) =>
      instance.typeOf(node) !== "number" || dividesEvenly(instance.value<number>(node), divisor),
  });
  return async (artefact, schema, limits) => {
    const name = limits === undefined ? NAME : `editor schema (${NAME})`;
    // The library keeps the schemas of the whole process by their address.
    registered += 1;
    const address = `https://provc.invalid/verify/${registered}`;
    try {
      library.registerSchema(schema as never, address, dialectOf(schema));
      const validate = await library.validate(address);
      library.unregisterSchema(address);
      const judge = judging((value) => quietly(() => validate(value as never).valid));
      return { name, artefact, ...(limits ? { limits } : {}), judge };
    } catch (error) {
      return { ...brokenEngine(name, artefact, error), ...(limits ? { limits } : {}) };
    }
  };
}

interface Library {
  readonly library: typeof import("@hyperjump/json-schema/draft-2020-12");
  readonly experimental: typeof import("@hyperjump/json-schema/experimental");
  readonly instance: typeof import("@hyperjump/json-schema/instance/experimental");
}

async function importLibrary(): Promise<Library> {
  for (const name of [secondEnginePackage, "@hyperjump/browser"]) {
    const wrong = wrongVersion("the second JSON Schema engine", name);
    if (wrong !== undefined) throw new SecondEngineMissing(wrong);
  }
  try {
    const [library, experimental, instance] = await Promise.all([
      import("@hyperjump/json-schema/draft-2020-12"),
      import("@hyperjump/json-schema/experimental"),
      import("@hyperjump/json-schema/instance/experimental"),
      import("@hyperjump/json-schema/draft-07"),
      // @ts-expect-error: the module has no types, and exports nothing.
      import("@hyperjump/json-schema/formats"),
    ]);
    return { library, experimental, instance };
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND") throw new SecondEngineMissing();
    throw error;
  }
}

function dialectOf(schema: JsonSchema): string {
  const named = typeof schema === "object" ? schema.$schema : undefined;
  return typeof named === "string" ? named : "https://json-schema.org/draft/2020-12/schema";
}

/** The library compares remainders with a tolerance, which is wrong for small numbers and for negative ones. */
function dividesEvenly(number: number, divisor: number): boolean {
  const places = Math.max(decimalPlaces(number), decimalPlaces(divisor));
  return wholeNumber(number, places) % wholeNumber(divisor, places) === 0n;
}

/** How many decimal places a number has when it is written without an exponent; fewer than none for round ones. */
function decimalPlaces(number: number): number {
  const [, fraction = "", exponent = "0"] = /^[^.e]*\.?(\d*)(?:e(.*))?$/.exec(String(number)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}

/** The number, shifted by so many decimal places that it is whole. */
function wholeNumber(number: number, places: number): bigint {
  const [, whole = "0", fraction = "", exponent = "0"] =
    /^([^.e]*)\.?(\d*)(?:e(.*))?$/.exec(String(number)) ?? [];
  return BigInt(whole + fraction) * 10n ** BigInt(Number(exponent) - fraction.length + places);
}

/** The library prints why a text is no host name. */
function quietly<Result>(run: () => Result): Result {
  const { log } = console;
  console.log = () => {};
  try {
    return run();
  } finally {
    console.log = log;
  }
}
