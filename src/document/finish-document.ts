import type { AnyRegistry } from "../registry/registry-types.js";
import type { CheckResult, ConfigChecker } from "../validation/checker.js";
import { applyDefaults } from "../validation/schemas/apply-defaults.js";
import { isVirtual } from "./choice-words.js";
import type { CheckDocumentOptions, DocumentChoice } from "./document-result.js";
import type { ConfigPart, ExaminedChoice } from "./examine-choice.js";
import { placeValue, valueAt } from "./place-value.js";
import type { SchemaPart } from "./secret-paths.js";

/** The config of one provider with what checked it and what came of it. */
export interface CheckedPart extends ConfigPart {
  readonly registry: AnyRegistry;
  readonly checker: ConfigChecker;
  readonly result: CheckResult;
}

/** Makes the result of a valid document: defaults, if they are wanted, and the choices. */
export function finishDocument<Config>(
  checked: unknown,
  choices: readonly ExaminedChoice[],
  parts: readonly CheckedPart[],
  schemas: readonly SchemaPart[],
  { defaults = false }: CheckDocumentOptions,
): { value: Config; choices: DocumentChoice[] } {
  let value = checked;
  if (defaults) {
    for (const { schema, path } of schemas)
      value = placeValue(value, path, applyDefaults(schema, valueAt(value, path)));
  }
  return {
    value: value as Config,
    choices: choices.flatMap((choice) => describeChoice(choice, parts, value)),
  };
}

function describeChoice(
  choice: ExaminedChoice,
  parts: readonly CheckedPart[],
  value: unknown,
): DocumentChoice[] {
  const { place, selected } = choice;
  if (selected === undefined) return [];
  const { registry, placement, path, keys } = place;
  const own = parts.filter((part) => choice.parts.some(({ path: other }) => other === part.path));
  const configs = new Map(own.map((part) => [part.id, configOf(part, value)]));
  return [
    {
      kind: registry.kind.id,
      id: selected,
      virtual: isVirtual(registry.kind, selected),
      path,
      ...(keys.length > 0 && { subject: keys.join(".") }),
      config: configs.get(selected),
      ...(placement.form === "keyed" && { configs }),
    },
  ];
}

/** What a Standard Schema makes of a config is in its result; everything else is in the document, with defaults. */
function configOf({ checker, result, path }: CheckedPart, value: unknown): unknown {
  return checker.schema === undefined ? result.value : valueAt(value, path);
}
