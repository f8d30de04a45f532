import { matchesSchema } from "../../src/validation/evaluation/evaluate-schema.js";
import { deriveExample } from "../emit/examples/example.js";
import { publishedSchema, runtimeSchema } from "../emit/examples/secret-values.js";
import { compileValidator } from "../emit/validators/compile-validator.js";
import type { KindModel, ProviderModel } from "../model/model.js";
import type { Artefacts } from "./artefacts.js";
import { generateValue } from "./cases/generate-value.js";
import type { Random } from "./cases/random.js";
import { emittedTypes } from "./engines/emitted-types.js";
import { emittedValidator } from "./engines/emitted-validator.js";
import type { Engine } from "./engines/engine.js";
import { interpreter } from "./engines/interpreter.js";
import type { SecondEngine } from "./engines/second-engine.js";
import type { TypeProgram } from "./engines/type-program.js";
import { typeLimits } from "./limits/type-limits.js";
import type { Subject } from "./subject.js";

/** The engines that are set up once for all subjects. */
export interface SharedEngines {
  readonly second: SecondEngine;
  readonly types: TypeProgram;
}

/** How often a value is made anew, when it comes out invalid, before it is taken as it is. */
const ATTEMPTS = 6;

/** A provider's config: its validator, its schema and its type. */
export async function providerSubject(
  kind: KindModel,
  provider: ProviderModel,
  artefacts: Artefacts,
  shared: SharedEngines,
): Promise<Subject> {
  const path = `${kind.id}/providers/${provider.id}`;
  // Values are made from what is published: no secret that is an example or a default gets into a case.
  const schema = publishedSchema(provider.configSchema);
  const byAjv = await compileValidator(runtimeSchema(provider.configSchema), "ajv");
  const engines: Engine[] = [
    await emittedValidator("validator", `${path}.validator.js`, artefacts.text(`${path}.validator.js`)),
    await emittedValidator("ajv", `${path}.validator.js`, byAjv.code),
    interpreter(`${path}.validator.js`, schema),
    await shared.second(`${path}.schema.json`, artefacts.schema(`${path}.schema.json`)),
    emittedTypes(shared.types, `${path}.config.ts`, provider.names.configType, typeLimits(schema)),
  ];
  return {
    name: `${kind.id}/${provider.id}`,
    kind: kind.id,
    provider: provider.id,
    schema,
    strangeNames: strangeNames(kind, provider),
    engines,
    base: (random) => makeConfig(provider, random),
  };
}

/** A config that the provider accepts, if one can be made. */
export function makeConfig(provider: ProviderModel, random: Random): unknown {
  const configSchema = publishedSchema(provider.configSchema);
  let value: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    value = generateValue({ root: configSchema, random }, configSchema);
    if (value !== undefined && matchesSchema(configSchema, configSchema, value)) return value;
  }
  const accepts = (candidate: unknown): boolean => matchesSchema(configSchema, configSchema, candidate);
  return deriveExample(configSchema, accepts)?.value ?? value ?? null;
}

/** Fields of the other providers. */
function strangeNames(kind: KindModel, provider: ProviderModel): string[] {
  const names = kind.providers
    .filter((other) => other !== provider)
    .flatMap(({ configSchema }) =>
      typeof configSchema === "object" ? Object.keys(configSchema.properties ?? {}) : [],
    );
  return [...new Set(names)].slice(0, 12);
}
