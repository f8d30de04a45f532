import { closest } from "../../../src/diagnostics/suggest.js";
import type { DocumentPath } from "../../../src/source/json-pointer.js";
import { isObject } from "../../../src/validation/json-value.js";
import type { KindDraft, RoutingDraft, RoutingInputDraft } from "../../manifest/manifest-draft.js";
import { type Analysis, type Check, inManifest, report } from "../analysis.js";

/** Rules name providers, inputs and values that exist, and each value once. */
export const checkRoutingShape: Check = (analysis) => {
  for (const kind of analysis.draft.kinds) {
    for (const table of kind.routing) {
      for (const input of table.inputs ?? []) checkValues(analysis, kind, input);
      for (const rule of table.rules) {
        if (rule.use !== undefined) checkTarget(analysis, kind, rule.use, [...rule.path, "use"]);
        for (const condition of rule.when ?? []) {
          checkValues(analysis, kind, condition);
          checkDeclared(analysis, kind, table, condition);
        }
      }
    }
  }
};

function checkTarget(analysis: Analysis, kind: KindDraft, use: string, path: DocumentPath): void {
  const ids = kind.providers.map((provider) => provider.id).sort();
  // Of providers that cannot be read, nobody knows whether the rule's is one.
  if (ids.includes(use) || !isObject(valueIn(analysis, [...kind.path, "providers"]))) return;
  const isVirtual = kind.routing.some((table) => table.id === use);
  const near = closest(use, ids);
  report(analysis, {
    code: "manifest-routing-unknown-provider",
    message: isVirtual
      ? `a rule must use a provider; ${JSON.stringify(use)} is a virtual id`
      : `a rule uses the unknown provider ${JSON.stringify(use)}; known providers: [${ids.join(" ")}]`,
    path,
    hint: near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
    kind: kind.id,
  });
}

function checkValues(analysis: Analysis, kind: KindDraft, { name, path, values }: RoutingInputDraft): void {
  if (values.length === 0 && isEmptyList(analysis, path)) {
    report(analysis, {
      code: "manifest-routing-never",
      message: `without a value for ${name} this rule can never match`,
      path,
      hint: `leave ${name} out to match any value`,
      kind: kind.id,
    });
  }
  const seen = new Map<unknown, DocumentPath>();
  for (const { value, path: at } of values) {
    const earlier = seen.get(value);
    if (earlier === undefined) {
      seen.set(value, at);
      continue;
    }
    report(analysis, {
      code: "manifest-routing-duplicate-value",
      message: `${JSON.stringify(value)} is listed twice for ${name}`,
      path: at,
      kind: kind.id,
      related: [{ ...inManifest(analysis, earlier), message: "it is listed here" }],
    });
  }
}

function isEmptyList(analysis: Analysis, path: DocumentPath): boolean {
  const value = valueIn(analysis, path);
  return Array.isArray(value) && value.length === 0 && path.includes("rules");
}

function valueIn(analysis: Analysis, path: DocumentPath): unknown {
  let value = analysis.manifest.value;
  for (const key of path) value = (value as { readonly [key: string | number]: unknown })[key];
  return value;
}

function checkDeclared(
  analysis: Analysis,
  kind: KindDraft,
  table: RoutingDraft,
  condition: RoutingInputDraft,
): void {
  if (table.inputs === undefined) return;
  const declared = table.inputs.find((input) => input.name === condition.name);
  if (declared === undefined) {
    const names = table.inputs.map((input) => input.name).sort();
    const near = closest(condition.name, names);
    report(analysis, {
      code: "manifest-routing-unknown-input",
      message: `${JSON.stringify(condition.name)} is not among the inputs of ${JSON.stringify(table.id)}: [${names.join(" ")}]`,
      path: condition.path,
      target: "key",
      hint: near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
      kind: kind.id,
    });
    return;
  }
  const allowed = declared.values.map(({ value }) => value);
  for (const { value, path } of condition.values) {
    if (allowed.includes(value)) continue;
    const near = closest(
      String(value),
      allowed.map((one) => String(one)),
    );
    report(analysis, {
      code: "manifest-routing-unknown-value",
      message: `${JSON.stringify(value)} is not among the values of ${condition.name}: [${allowed.map(String).sort().join(" ")}]`,
      path,
      hint: near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
      kind: kind.id,
    });
  }
}
