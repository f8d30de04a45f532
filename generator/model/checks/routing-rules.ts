import type { KindDraft } from "../../manifest/manifest-draft.js";
import { type Analysis, type Check, inManifest, report } from "../analysis.js";
import {
  commonCombination,
  covers,
  DecisionSpaceTooLarge,
  uncoveredCombination,
} from "../routing/decision-space.js";
import { describeCombination, readTable, type Table, type TableRule } from "../routing/table.js";

/** Rules do not overlap, leave no gap, and each of them can match. */
export const checkRoutingRules: Check = (analysis) => {
  for (const kind of analysis.draft.kinds) {
    for (const draft of kind.routing) {
      const table = readTable(draft);
      if (table === undefined) continue;
      checkOrder(analysis, kind, table);
      checkOverlaps(analysis, kind, table);
      checkGaps(analysis, kind, table);
    }
  }
};

function reportRule(
  analysis: Analysis,
  kind: KindDraft,
  { draft }: TableRule,
  finding: { code: string; message: string; hint?: string; other?: TableRule },
): void {
  const { other, ...rest } = finding;
  report(analysis, {
    ...rest,
    path: draft.path,
    kind: kind.id,
    ...(other === undefined
      ? {}
      : { related: [{ ...inManifest(analysis, other.draft.path), message: "the earlier rule" }] }),
  });
}

function checkOrder(analysis: Analysis, kind: KindDraft, { rules }: Table): void {
  const rest = rules.find((rule) => rule.isRest);
  if (rest === undefined) return;
  for (const rule of rules.slice(rules.indexOf(rest) + 1)) {
    reportRule(analysis, kind, rule, {
      code: "manifest-routing-never",
      message: "this rule can never match: an earlier rule without when takes everything",
      hint: "put the rule without when last",
      other: rest,
    });
  }
}

/** The rules before the one that takes the rest. */
function conditional({ rules }: Table): readonly TableRule[] {
  const rest = rules.findIndex((rule) => rule.isRest);
  return rest === -1 ? rules : rules.slice(0, rest);
}

function checkOverlaps(analysis: Analysis, kind: KindDraft, table: Table): void {
  const rules = conditional(table);
  for (const [index, rule] of rules.entries()) {
    const earlier = rules.slice(0, index);
    const covering = earlier.find((other) => covers(other.conditions, rule.conditions));
    if (covering !== undefined) {
      reportRule(analysis, kind, rule, {
        code: "manifest-routing-never",
        message: "this rule can never match: an earlier rule takes all that it matches",
        other: covering,
      });
      continue;
    }
    for (const other of earlier) {
      const example = commonCombination(other.conditions, rule.conditions);
      if (example === undefined) continue;
      reportRule(analysis, kind, rule, {
        code: "manifest-routing-overlap",
        message: `this rule and an earlier one both match ${describeCombination(example)}`,
        hint: "make their conditions exclude each other",
        other,
      });
      break;
    }
  }
}

function checkGaps(analysis: Analysis, kind: KindDraft, table: Table): void {
  const { draft, domain, rules } = table;
  const rest = rules.find((rule) => rule.isRest);
  const reportTable = (code: string, message: string, hint: string): void =>
    report(analysis, { code, message, path: [...draft.path, "rules"], target: "key", hint, kind: kind.id });
  if (domain === undefined) {
    if (rest === undefined) {
      reportTable(
        "manifest-routing-gap",
        `the rules of ${JSON.stringify(draft.id)} leave a gap: nothing takes other inputs`,
        "end with a rule without when, or declare the possible values under inputs",
      );
    }
    return;
  }
  try {
    const gap = uncoveredCombination(
      domain,
      conditional(table).map((rule) => rule.conditions),
    );
    if (rest === undefined && gap !== undefined) {
      reportTable(
        "manifest-routing-gap",
        `the rules of ${JSON.stringify(draft.id)} leave a gap: none matches ${describeCombination(gap)}`,
        "add a rule for it, or end with a rule without when",
      );
    } else if (rest !== undefined && gap === undefined) {
      reportRule(analysis, kind, rest, {
        code: "manifest-routing-never",
        message: "this rule can never match: the earlier rules take all inputs",
        hint: "remove it",
      });
    }
  } catch (error) {
    if (!(error instanceof DecisionSpaceTooLarge)) throw error;
    reportTable(
      "manifest-routing-too-complex",
      `the rules of ${JSON.stringify(draft.id)} have too many combinations of inputs to be checked`,
      "use fewer inputs or values",
    );
  }
}
