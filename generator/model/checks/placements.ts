import type { KindDraft, PlacementDraft } from "../../manifest/manifest-draft.js";
import { type Analysis, type Check, inManifest, report } from "../analysis.js";

/** The place of a kind is written in a way that fits its form, and no two kinds share one. */
export const checkPlacements: Check = (analysis) => {
  for (const { id: kind, config } of analysis.draft.kinds) {
    if (config !== undefined) checkForm(analysis, kind, config);
  }
  const placed = analysis.draft.kinds.filter(({ config }) => config?.at !== undefined);
  for (const [index, kind] of placed.entries()) {
    const earlier = placed.slice(0, index).find((other) => overlap(other, kind));
    if (earlier !== undefined) reportOverlap(analysis, kind, earlier);
  }
};

function checkForm(analysis: Analysis, kind: string, config: PlacementDraft): void {
  const { form, map, selector, subject, at, path } = config;
  if (form === "inline" && map !== undefined) {
    report(analysis, {
      code: "manifest-map-inline",
      message:
        "map belongs to the keyed form; in the inline form a provider's fields stand beside the selector",
      path: [...path, "map"],
      target: "key",
      hint: "remove map, or write form: keyed",
      kind,
    });
  }
  if (form === "keyed" && selector === (map ?? "providers")) {
    report(analysis, {
      code: "manifest-selector-clash",
      message: `selector and map are both called ${JSON.stringify(selector)}`,
      path: [...path, map === undefined ? "selector" : "map"],
      kind,
    });
  }
  if (subject !== undefined && at !== undefined && !at.includes("*")) {
    report(analysis, {
      code: "manifest-subject",
      message: "subject says what the key at * names, but there is no * in at",
      path: [...path, "subject"],
      target: "key",
      kind,
    });
  }
}

/** Two places overlap when one object could be at both, or when one lies inside the other. */
function overlap(one: KindDraft, other: KindDraft): boolean {
  const [a, b] = [one.config?.at ?? [], other.config?.at ?? []];
  const length = Math.min(a.length, b.length);
  return a
    .slice(0, length)
    .every((segment, index) => segment === b[index] || segment === "*" || b[index] === "*");
}

function reportOverlap(analysis: Analysis, kind: KindDraft, earlier: KindDraft): void {
  const [at, before] = [kind.config?.at ?? [], earlier.config?.at ?? []];
  const relation =
    at.length === before.length
      ? "is also the place"
      : at.length > before.length
        ? "lies inside the place"
        : "holds the place";
  report(analysis, {
    code: "manifest-place-taken",
    message: `${at.join(".")} ${relation} of kind ${JSON.stringify(earlier.id)}, ${before.join(".")}`,
    path: [...(kind.config?.path ?? []), "at"],
    kind: kind.id,
    related: [
      {
        ...inManifest(analysis, [...(earlier.config?.path ?? []), "at"]),
        message: `the place of kind ${JSON.stringify(earlier.id)}`,
      },
    ],
  });
}
