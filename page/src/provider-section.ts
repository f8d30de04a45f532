import { availabilityWords } from "./availability-words.js";
import { post } from "./client.js";
import { element, settled, uniqueId } from "./dom.js";
import { markIssues, schemaForm } from "./schema-form.js";
import type { Issue, Kind, Provider } from "./types.js";

/** A provider: what is known of it, a form for its config, and an example. */
export function providerSection(kind: Kind, provider: Provider): HTMLElement {
  const heading = uniqueId("provider");
  const { id, title, description, requires, deprecated, availability, example } = provider;
  const needs = [
    ...Object.entries(requires.npm).map(([name, range]) => `${name}@${range} (npm)`),
    ...requires.commands,
  ];
  const details = Object.entries(availability.details ?? {});
  const facts: (readonly [string, Node | string])[] = [
    ["Availability", availabilityWords(provider)],
    ["Requires", needs.length === 0 ? "nothing" : needs.join(", ")],
    ...details.map(([name, value]) => [name, value] as const),
    ...(deprecated === undefined
      ? []
      : [["Deprecated", element("span", { class: "warn" }, deprecated)] as const]),
  ];
  return element(
    "section",
    { "aria-labelledby": heading },
    element("h2", { id: heading, tabindex: -1, "data-provider": id }, title, " ", element("code", {}, id)),
    element("p", {}, description),
    element(
      "dl",
      { class: "facts" },
      facts.map(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
    ),
    provider.schema === undefined ? undefined : configForm(kind, provider),
    example === undefined
      ? undefined
      : element(
          "details",
          {},
          element("summary", {}, `Example of ${id}`),
          element("pre", { tabindex: 0 }, JSON.stringify(inDocument(kind, id, example), undefined, 2)),
        ),
  );
}

/** The form is made when it is opened first: there may be hundreds of providers. */
function configForm(kind: Kind, provider: Provider): HTMLElement {
  const details = element("details", {}, element("summary", {}, `Config form of ${provider.id}`));
  const open = (): void => {
    details.append(openedForm(kind, provider));
  };
  details.addEventListener("toggle", open, { once: true });
  return details;
}

function openedForm(kind: Kind, provider: Provider): HTMLElement {
  const form = schemaForm(provider.schema ?? true);
  const status = element("div", { role: "status", "aria-live": "polite" });
  const shown = element("pre", { tabindex: 0, "aria-label": `Config of ${provider.id}` });
  const path = `v1/kinds/${encodeURIComponent(kind.id)}/providers/${encodeURIComponent(provider.id)}/validate`;
  let marked: HTMLElement[] = [];
  let latest = 0;
  const check = async (): Promise<void> => {
    const turn = ++latest;
    try {
      const config = withSelector(kind, provider.id, form.read());
      const visible = withSelector(kind, provider.id, form.read(true));
      shown.textContent = JSON.stringify(inDocument(kind, provider.id, visible), undefined, 2);
      const { valid, issues } = await post<{ valid: boolean; issues: Issue[] }>(path, { config });
      // An answer to an earlier state of the form says nothing.
      if (turn !== latest) return;
      marked = markIssues(form, issues, marked);
      status.replaceChildren(
        ...(valid ? [element("p", { class: "good" }, "The config is valid.")] : [issueList(issues)]),
      );
    } catch (error) {
      if (turn === latest) status.replaceChildren(element("p", { class: "bad" }, (error as Error).message));
    }
  };
  const checkSoon = settled(() => void check());
  const fillIn = (): void => {
    form.write(provider.example);
    void check();
  };
  void check();
  return element(
    "div",
    { class: "columns" },
    element(
      "form",
      {
        ...{ input: checkSoon, change: checkSoon, submit: (event) => event.preventDefault() },
        "aria-label": `Config of ${provider.id}`,
      },
      provider.example === undefined
        ? undefined
        : element("button", { type: "button", class: "plain", click: fillIn }, "Fill in the example"),
      form.node,
    ),
    element("div", { class: "beside" }, status, element("p", { class: "label" }, "In the document"), shown),
  );
}

function issueList(issues: readonly Issue[]): HTMLElement {
  return element(
    "ul",
    { class: "findings" },
    issues.map(({ message, hint }) =>
      element(
        "li",
        {},
        element("span", { class: "bad" }, message),
        hint === undefined ? undefined : ` (${hint})`,
      ),
    ),
  );
}

/** In the inline form the config is the whole object, the selector included. */
function withSelector({ config }: Kind, id: string, value: unknown): unknown {
  if (config?.form !== "inline" || typeof value !== "object" || value === null) return value;
  return { ...value, [config.selector]: id };
}

/** A config at its place in the document. */
function inDocument({ config }: Kind, id: string, value: unknown): unknown {
  if (config === undefined) return value;
  const choice =
    config.form === "inline"
      ? value
      : { [config.selector]: id, [config.map ?? "providers"]: { [id]: value } };
  return config.at.reduceRight<unknown>((inner, key) => ({ [key === "*" ? "main" : key]: inner }), choice);
}
