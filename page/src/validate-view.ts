import { post, RequestFailure } from "./client.js";
import { element, labelled, settled } from "./dom.js";
import type { Finding } from "./types.js";

const MOST_SHOWN = 200;

/** Checks a pasted document while it is written. */
export async function validateView(): Promise<Node[]> {
  const text = element("textarea", { class: "code tall", spellcheck: "false", rows: 18 });
  const file = element("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  const names = element("textarea", { class: "code", rows: 3, spellcheck: "false" });
  const status = element("div", { role: "status", "aria-live": "polite" });
  let latest = 0;
  const check = async (): Promise<void> => {
    const turn = ++latest;
    if (text.value === "")
      return status.replaceChildren(element("p", { class: "muted" }, "Nothing to check yet."));
    try {
      const variables = readVariables(names.value);
      const body = { text: text.value, variables, ...(file.value !== "" && { file: file.value }) };
      const { valid, diagnostics } = await post<{ valid: boolean; diagnostics: Finding[] }>(
        "v1/validate",
        body,
      );
      // An answer about an earlier text says nothing.
      if (turn === latest) status.replaceChildren(summary(valid, diagnostics), list(diagnostics, text));
    } catch (error) {
      const missing = error instanceof RequestFailure && error.status === 404;
      const message = missing
        ? "The manifest of this system declares no document."
        : (error as Error).message;
      if (turn === latest) status.replaceChildren(element("p", { class: "bad" }, message));
    }
  };
  const checkSoon = settled(() => void check());
  text.addEventListener("input", checkSoon);
  file.addEventListener("input", checkSoon);
  names.addEventListener("input", checkSoon);
  void check();
  return [
    element("h1", { tabindex: -1 }, "Validate"),
    element(
      "p",
      {},
      "Paste a config document: the same is found as by ",
      element("code", {}, "provc validate"),
      " with the variables below; the server's own environment is never used.",
    ),
    element(
      "div",
      { class: "columns" },
      element(
        "div",
        {},
        labelled("Config document", text),
        labelled("Variables", names, "As NAME=value, one on each line."),
        labelled("File name", file, "May be empty. A name that ends in .json stands for strict JSON."),
      ),
      element("section", { "aria-label": "Findings" }, element("h2", {}, "Findings"), status),
    ),
  ];
}

/** Texts by name; lines without `=` are none yet. */
function readVariables(text: string): { readonly [name: string]: string } {
  const lines = text.split("\n").filter((line) => line.indexOf("=") > 0);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1)]),
  );
}

function summary(valid: boolean, diagnostics: readonly Finding[]): HTMLElement {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
  const words = [
    ...(errors > 0 ? [count(errors, "error")] : []),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
  ];
  return element(
    "p",
    { class: valid ? "good" : "bad" },
    `${valid ? "The document is valid" : "The document is not valid"}${words.length === 0 ? "" : `: ${words.join(", ")}`}.`,
  );
}

function list(diagnostics: readonly Finding[], text: HTMLTextAreaElement): HTMLElement {
  const told = diagnostics.filter(({ code }) => code !== "more-mistakes");
  const more = told.length - MOST_SHOWN;
  const untold = diagnostics.find(({ code }) => code === "more-mistakes");
  const rest = [`The first ${MOST_SHOWN}; ${more} more follow.`, ...(untold ? [`${untold.message}.`] : [])];
  return element(
    "ol",
    { class: "findings" },
    more > 0 ? element("li", { class: "muted" }, rest.join(" ")) : undefined,
    told.slice(0, MOST_SHOWN).map((finding) =>
      element(
        "li",
        {},
        element(
          "button",
          {
            type: "button",
            class: "plain",
            click: () => select(text, finding),
            title: "Show it in the document",
          },
          `${finding.line}:${finding.column}`,
        ),
        " ",
        element("span", { class: finding.severity === "error" ? "bad" : "warn" }, finding.severity),
        ` ${finding.message} `,
        element("code", {}, finding.code),
        finding.hint === undefined ? undefined : element("p", { class: "hint" }, finding.hint),
      ),
    ),
  );
}

function select(text: HTMLTextAreaElement, { line, column, endLine, endColumn }: Finding): void {
  const lines = text.value.split("\n");
  const offset = (row: number, place: number): number =>
    lines.slice(0, row - 1).reduce((sum, one) => sum + one.length + 1, 0) + place - 1;
  text.focus();
  text.setSelectionRange(offset(line, column), offset(endLine, endColumn));
}
