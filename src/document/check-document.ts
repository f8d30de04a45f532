import type { JsonSchema } from "../contract/json-schema.js";
import { compareDiagnostics, hasErrors } from "../diagnostics/diagnostic.js";
import type { ConfigIssue } from "../errors/config-issue.js";
import { type DocumentPath, toPointer } from "../source/json-pointer.js";
import { isPlainObject } from "../source/plain-value.js";
import type { SourceDocument } from "../source/source-document.js";
import { staticChecker } from "../validation/checkers/static-checker.js";
import { checkPart, loadPartChecker } from "./check-part.js";
import { findDeprecated } from "./deprecated-fields.js";
import type { DocumentDefinition } from "./document-definition.js";
import type { CheckDocumentOptions, CheckedDocument } from "./document-result.js";
import { type ExaminedChoice, examineChoice } from "./examine-choice.js";
import { findChoices } from "./find-choices.js";
import { type Finding, placeFindings } from "./findings.js";
import { type CheckedPart, finishDocument } from "./finish-document.js";
import { firstFindings, mostFindings, unnamedFindings } from "./first-findings.js";
import { valueAt } from "./place-value.js";
import type { SchemaPart } from "./secret-paths.js";
import { hideSecrets } from "./secrets.js";
import { secretsOfBrokenText } from "./secrets-of-broken-text.js";
import { Variables } from "./variables.js";

/**
 * Checks a parsed document: the fields that belong to no provider, and every choice of a provider with its config.
 * Reads and changes nothing outside; what it knows of the environment is what it is given.
 *
 * Never throws for what is in the document. Rejects with `ProviderLoadError` when a validator cannot be loaded.
 */
export async function checkDocument<Config>(
  source: SourceDocument,
  definition: DocumentDefinition<Config>,
  options: CheckDocumentOptions = {},
): Promise<CheckedDocument<Config>> {
  const { most = mostFindings } = options;
  if (hasErrors(source.diagnostics)) {
    return {
      valid: false,
      value: undefined,
      choices: [],
      ...(await secretsOfBrokenText(source, definition)),
    };
  }
  const base = await staticChecker(await definition.validator());
  // An empty file is a document without fields.
  const variables = new Variables(source.value ?? {}, options.env ?? {}, options.interpolate ?? true);
  if (base.schema !== undefined) variables.apply(base.schema, []);
  const choices = findChoices(variables.value, definition.registries).map((place) =>
    examineChoice(place, variables.silenced),
  );
  const parts = await checkParts(choices, variables, most);
  const context = { at: [], title: definition.title, most };
  const { issues, omitted = 0 } = await base.check(variables.value, context);

  const schemas = schemaParts(base.schema, parts);
  const findings = [
    ...choices.flatMap((choice) => choice.findings),
    ...withOrigins([...outsideOfChoices(issues, choices), ...parts.flatMap(findingsOfPart)], variables),
    ...variablesThatMatter(variables, choices),
    ...schemas.flatMap((part) => findDeprecated(part, valueAt(variables.value, part.path))),
  ];
  const first = firstFindings(findings, source, most);
  const concealed = first.map((finding) => variables.conceal(finding));
  const unnamed = omitted + parts.reduce((sum, { result }) => sum + (result.omitted ?? 0), 0);
  const diagnostics = [
    ...source.diagnostics,
    ...placeFindings(concealed, source),
    ...unnamedFindings(findings, first, unnamed, source),
  ].sort(compareDiagnostics);
  // Secrets are only looked for when there is something to show.
  const shown =
    diagnostics.length === 0
      ? { diagnostics, secrets: [] }
      : hideSecrets(diagnostics, source, variables.value, schemas);
  if (hasErrors(diagnostics)) return { valid: false, value: undefined, choices: [], ...shown };
  return {
    valid: true,
    ...finishDocument<Config>(variables.value, choices, parts, schemas, options),
    ...shown,
  };
}

/** Loads what checks the parts, all at once, and then checks them in order. */
async function checkParts(
  choices: readonly ExaminedChoice[],
  variables: Variables,
  most: number,
): Promise<CheckedPart[]> {
  const loaded = await Promise.all(
    choices.flatMap((choice) =>
      choice.parts.map(async (part) => {
        const { registry } = choice.place;
        return { ...part, registry, checker: await loadPartChecker(registry, part.id) };
      }),
    ),
  );
  const checked: CheckedPart[] = [];
  for (const part of loaded) {
    if (part.checker.schema !== undefined) variables.apply(part.checker.schema, part.path);
    const value = valueAt(variables.value, part.path);
    const result = await checkPart(part, part.registry, part.checker, value, most);
    checked.push({ ...part, result });
  }
  return checked;
}

function schemaParts(base: JsonSchema | undefined, parts: readonly CheckedPart[]): SchemaPart[] {
  const described = parts.map(({ checker, path, registry, id }) => ({
    ...{ schema: checker.schema ?? true, path, kind: registry.kind.id, provider: id },
  }));
  return [{ schema: base ?? true, path: [] }, ...described];
}

function findingsOfPart({ result, path, registry, id }: CheckedPart): Finding[] {
  return result.issues.map((issue) => ({
    ...issue,
    ...{ path: [...path, ...issue.path], kind: registry.kind.id, provider: id },
  }));
}

/** Issues of the fields that belong to no provider, without those that a choice has told already. */
function outsideOfChoices(issues: readonly ConfigIssue[], choices: readonly ExaminedChoice[]): ConfigIssue[] {
  const told = new Set<string>();
  for (const { place, explained } of choices) {
    for (const pointer of explained) told.add(pointer);
    if (!isPlainObject(place.value)) told.add(toPointer(place.path));
  }
  return issues.filter((issue) => !told.has(toPointer(issue.path)));
}

/** Leaves out what has been said of variables, and says where values come from that the document does not hold. */
function withOrigins(findings: readonly Finding[], variables: Variables): Finding[] {
  return findings.flatMap((finding) => {
    const pointer = toPointer(finding.path);
    if (variables.silenced.has(pointer)) return [];
    const variable = variables.filledIn.get(pointer);
    const origin = variable && `the value comes from the environment variable ${variable}`;
    return [{ ...finding, hint: finding.hint ?? origin }];
  });
}

/** Variables in the config of a provider that nobody has registered are not needed. */
function variablesThatMatter(variables: Variables, choices: readonly ExaminedChoice[]): Finding[] {
  const unchecked = choices.flatMap((choice) => choice.unchecked);
  const isSelector = (path: DocumentPath): boolean =>
    choices.some(({ place }) => toPointer([...place.path, place.placement.selector]) === toPointer(path));
  return variables.findings.filter(
    ({ path }) =>
      isSelector(path) || !unchecked.some((outer) => outer.every((key, index) => path[index] === key)),
  );
}
