import { post, RequestFailure } from "./client.js";
import { element, labelled, settled } from "./dom.js";
import type { Finding } from "./types.js";

/** Checks a pasted document while it is written. */
export async function validateView(): Promise<Node[]> {
  const text = element("textarea", { class: "code tall", spellcheck: "false", rows: 18 });
  const file = element("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  const status = element("div", { role: "status", "aria-live": "polite" });
  let latest = 0;
  const check = async (): Promise<void> => {
    const turn = ++latest;
    if (text.value === "")
      return status.replaceChildren(element("p", { class: "muted" }, "Nothing to check yet."));
    try {
      const body = { text: text.value, ...(file.value !== "" && { file: file.value }) };
      const { valid, diagnostics } = await post<{ valid: boolean; diagnostics: Finding[] }>(
        "/v1/validate",
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
  void check();
  return [
    element("h1", { tabindex: -1 }, "Validate"),
    element(
      "p",
      {},
      "Paste a config document: the same is found as by ",
      element("code", {}, "provc validate"),
      ". Variables such as ",
      element("code", {}, "${NAME}"),
      " count as unset, since the server's environment is nobody's business.",
    ),
    element(
      "div",
      { class: "columns" },
      element(
        "div",
        {},
        labelled("Config document", text),
        labelled("File name", file, "May be empty. A name that ends in .json stands for strict JSON."),
      ),
      element("section", { "aria-label": "Findings" }, element("h2", {}, "Findings"), status),
    ),
  ];
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
  return element(
    "ol",
    { class: "findings" },
    diagnostics.map((finding) =>
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
