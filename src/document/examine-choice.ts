import type { SuggestedFix } from "../diagnostics/diagnostic.js";
import { misspeltAmong } from "../diagnostics/misspelling.js";
import { quote } from "../errors/quote.js";
import { type DocumentPath, toDottedPath, toPointer } from "../source/json-pointer.js";
import { isPlainObject } from "../source/plain-value.js";
import type { RangeTarget } from "../source/source-document.js";
import { lacksSpace, spaceHint } from "../validation/findings/value-hints.js";
import { actualType, expectedType } from "../validation/findings/value-words.js";
import {
  availableProviders,
  deprecatedMessage,
  isVirtual,
  nearId,
  unknownProviderHint,
  unknownProviderMessage,
} from "./choice-words.js";
import type { ChoicePlace } from "./find-choices.js";
import type { Finding } from "./findings.js";
import { mistakenMap, mistakenSelector, standsBesideMap } from "./mistaken-key.js";
import { childValue } from "./place-value.js";

/** A part of the document that is the config of one provider. */
export interface ConfigPart {
  readonly id: string;
  readonly path: DocumentPath;
}

/** What a place chooses, and what has to be checked with which provider. */
export interface ExaminedChoice {
  readonly place: ChoicePlace;
  /** The id of a registered provider or a virtual id; undefined when there is none to go on with. */
  readonly selected: string | undefined;
  readonly parts: readonly ConfigPart[];
  readonly findings: readonly Finding[];
  /** Parts that nobody can check, because no provider is known for them. */
  readonly unchecked: readonly DocumentPath[];
  /** JSON pointers of fields about which nothing else should be said. */
  readonly explained: ReadonlySet<string>;
}

/** Applies the rules about the selector and the map, in the order of the systems that they come from. */
export function examineChoice(place: ChoicePlace, silenced: ReadonlySet<string>): ExaminedChoice {
  const { placement, path, value } = place;
  const examiner = new Examiner(place);
  const { findings, explained } = examiner;
  if (!isPlainObject(value)) {
    // `backend:` with nothing after it is a section without a selector.
    if (value === null) examiner.selectorRequired(path);
    else examiner.wrongType(path, "object", value, sectionHint(place));
    return { place, selected: undefined, parts: [], findings, unchecked: [path], explained };
  }
  const isSilenced = silenced.has(toPointer([...path, placement.selector]));
  const selected = isSilenced ? undefined : examiner.selector(value);
  if (placement.form === "inline") {
    const isChecked = selected !== undefined;
    const parts = isChecked ? [{ id: selected, path }] : [];
    return { place, selected, parts, findings, unchecked: isChecked ? [] : [path], explained };
  }
  const { parts, unchecked } = examiner.map(value, selected);
  return { place, selected, parts, findings, unchecked, explained };
}

class Examiner {
  readonly findings: Finding[] = [];
  readonly explained: Set<string> = new Set();
  readonly #place: ChoicePlace;

  constructor(place: ChoicePlace) {
    this.#place = place;
  }

  /** The id that the selector names, if it is one that can be gone on with. */
  selector(value: { readonly [key: string]: unknown }): string | undefined {
    const { registry, placement, path } = this.#place;
    const at = [...path, placement.selector];
    const id = childValue(value, placement.selector);
    if (id === undefined) {
      const meant = mistakenSelector(this.#place);
      if (meant === undefined) this.selectorRequired(path);
      else this.#misnamed(meant, placement.selector);
    } else if (id === null || id === "") {
      this.selectorRequired(at, "value");
    } else if (typeof id !== "string") {
      this.wrongType(at, "string", id, availableProviders(registry));
    } else if (isVirtual(registry.kind, id)) {
      return id;
    } else if (!registry.has(id)) {
      const hint = unknownProviderHint(this.#place, id);
      const replacement = nearId(this.#place, id);
      const message = unknownProviderMessage(this.#place, id);
      this.report("unknown-provider", message, at, { target: "value", hint, replacement });
    } else {
      const { deprecated } = registry.describe(id);
      if (deprecated !== undefined) {
        const message = deprecatedMessage(registry, id, deprecated);
        this.report("deprecated", message, at, { target: "value", severity: "warning", provider: id });
      }
      return id;
    }
    return undefined;
  }

  selectorRequired(at: DocumentPath, target: RangeTarget = "key"): void {
    const { registry, placement, path } = this.#place;
    const message = `${toDottedPath([...path, placement.selector])} is required`;
    this.report("selector-required", message, at, { target, hint: availableProviders(registry) });
  }

  /** Keyed form: the map from ids to configs, and whether the selected provider is in it. */
  map(
    value: { readonly [key: string]: unknown },
    selected: string | undefined,
  ): Pick<ExaminedChoice, "parts" | "unchecked"> {
    const { registry, placement, path } = this.#place;
    const at = [...path, placement.map ?? "providers"];
    const configs = childValue(value, placement.map ?? "providers");
    const needsEntry = selected !== undefined && registry.has(selected);
    if (configs === undefined || configs === null) {
      if (needsEntry) this.#mapRequired(at, configs === null, selected);
      return { parts: [], unchecked: [] };
    }
    if (!isPlainObject(configs)) {
      this.wrongType(at, "object", configs, mapHint(selected ?? registry.ids()[0]));
      return { parts: [], unchecked: [at] };
    }
    const ids = Object.keys(configs).sort();
    const parts = ids.filter((id) => registry.has(id)).map((id) => ({ id, path: [...at, id] }));
    const strangers = ids.filter((id) => !registry.has(id));
    const meant =
      needsEntry && !Object.hasOwn(configs, selected) ? misspeltAmong(strangers, selected) : undefined;
    if (needsEntry && !Object.hasOwn(configs, selected)) {
      const message = `${toDottedPath([...at, selected])} is missing; provider-specific config is required`;
      const hint =
        meant === undefined
          ? `write ${selected}: {} there if it needs no settings`
          : `did you mean ${quote(selected)} instead of ${quote(meant)}?`;
      const fix = meant === undefined ? undefined : renaming([...at, meant], selected);
      this.report("config-missing", message, at, { provider: selected, hint, fix });
    }
    const chosen = childValue(value, placement.selector);
    for (const id of strangers) {
      // One mistake, one diagnostic: the entry that is missed has been named, or the id is wrong at the selector already.
      const isSaid = id === meant || (id === chosen && !isVirtual(registry.kind, id));
      if (!isSaid) this.#stranger(id, [...at, id]);
    }
    return { parts, unchecked: strangers.map((id) => [...at, id]) };
  }

  #mapRequired(at: DocumentPath, isEmpty: boolean, selected: string): void {
    const map = String(at.at(-1));
    const meant = isEmpty ? undefined : mistakenMap(this.#place);
    if (meant !== undefined) {
      this.#misnamed(meant, map);
    } else if (!isEmpty && standsBesideMap(this.#place, selected)) {
      const message = `unknown field ${quote(selected)} in ${toDottedPath(this.#place.path)}`;
      this.#explain(selected, { message, hint: `it belongs into the map: ${map}: {${selected}: …}` });
    } else {
      const place = isEmpty ? at : this.#place.path;
      const message = `${toDottedPath(at)} is required`;
      this.report("map-required", message, place, { provider: selected, hint: mapHint(selected) });
    }
  }

  /** A key that was meant to be the selector or the map: one mistake, told at the key. */
  #misnamed(key: string, meant: string): void {
    const message = `unknown field ${quote(key)} in ${toDottedPath(this.#place.path)}; did you mean ${quote(meant)}?`;
    this.#explain(key, { message, hint: `${quote(meant)} is required and missing`, replacement: meant });
  }

  #stranger(id: string, path: DocumentPath): void {
    const { kind } = this.#place.registry;
    const hint = isVirtual(kind, id)
      ? `${quote(id)} is decided by routing and has no config of its own`
      : unknownProviderHint(this.#place, id);
    this.report("unknown-provider", unknownProviderMessage(this.#place, id), path, {
      severity: "warning",
      hint,
      replacement: isVirtual(kind, id) ? undefined : nearId(this.#place, id),
    });
  }

  #explain(key: string, { message, ...more }: Pick<Finding, "message" | "hint" | "replacement">): void {
    const path = [...this.#place.path, key];
    this.explained.add(toPointer(path));
    this.report("unknown-field", message, path, more);
  }

  wrongType(path: DocumentPath, type: string, value: unknown, hint?: string): void {
    const message = `${toDottedPath(path)} must be ${expectedType(type)}, got ${actualType(value)}`;
    this.report("invalid-config", message, path, { target: "value", hint });
  }

  report(
    code: string,
    message: string,
    path: DocumentPath,
    more: Partial<Pick<Finding, "target" | "severity" | "hint" | "provider" | "replacement" | "fix">> = {},
  ): void {
    this.findings.push({ code, message, path, target: "key", kind: this.#place.registry.kind.id, ...more });
  }
}

/** What to write where something else than a section stands. */
function sectionHint({ registry, placement, value }: ChoicePlace): string {
  const { selector, form, map = "providers" } = placement;
  if (typeof value === "string" && !registry.has(value) && lacksSpace(value)) return spaceHint;
  if (typeof value !== "string" || !(registry.has(value) || isVirtual(registry.kind, value))) {
    return availableProviders(registry);
  }
  const needsMap = form === "keyed" && registry.has(value);
  return `write {${selector}: ${value}${needsMap ? `, ${map}: {${value}: {}}` : ""}}`;
}

function mapHint(id = "id"): string {
  return `it maps ids to their settings, such as {${id}: {}}`;
}

function renaming(path: DocumentPath, value: string): SuggestedFix {
  return { path, target: "key", value };
}
