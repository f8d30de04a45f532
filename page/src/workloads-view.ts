import { ask, post } from "./client.js";
import { element, labelled, table } from "./dom.js";
import type { Provider, Workload } from "./types.js";

const PAGE = 20;

/** The workloads, newest first, and a form for another one. */
export async function workloadsView(offset: number, signal: AbortSignal): Promise<Node[]> {
  const list = element("div", {});
  const show = async (): Promise<void> => {
    const answer = await ask<{ workloads: Workload[]; total: number }>(
      `/v1/workloads?limit=${PAGE}&offset=${offset}`,
      { signal },
    );
    list.replaceChildren(...listNodes(answer.workloads, answer.total, offset));
  };
  await show();
  const timer = setInterval(() => {
    // A list that somebody moves in by keyboard stays as it is.
    if (!list.contains(document.activeElement)) void show().catch(() => {});
  }, 2000);
  signal.addEventListener("abort", () => clearInterval(timer));
  const { providers } = await ask<{ providers: Provider[] }>("/v1/kinds/isolation/providers", {
    signal,
  }).catch(() => ({
    providers: [],
  }));
  return [
    element("h1", { tabindex: -1 }, "Workloads"),
    list,
    ...(providers.length === 0
      ? [element("p", {}, "There is nothing to run workloads on.")]
      : [runForm(providers)]),
  ];
}

function listNodes(workloads: readonly Workload[], total: number, offset: number): Node[] {
  if (total === 0) return [element("p", {}, "None has been run yet.")];
  const link = (words: string, to: number): HTMLElement =>
    element("a", { href: `#/workloads?offset=${to}` }, words);
  return [
    table(
      `${offset + 1} to ${offset + workloads.length} of ${total}, newest first`,
      ["Workload", "Status", "Runtime", "Isolation", "Exit code", "Duration", "Submitted"],
      workloads.map((workload) => [
        element("a", { href: `#/workloads/${workload.id}` }, element("code", {}, workload.id)),
        statusWords(workload),
        workload.runtime,
        workload.isolation_used,
        workload.exit_code ?? "",
        workload.duration_ms === undefined ? "" : `${workload.duration_ms} ms`,
        new Date(workload.created_at).toLocaleString(),
      ]),
    ),
    element(
      "p",
      {},
      offset > 0 ? link("Newer", Math.max(0, offset - PAGE)) : undefined,
      offset > 0 && offset + PAGE < total ? " · " : undefined,
      offset + PAGE < total ? link("Older", offset + PAGE) : undefined,
    ),
  ];
}

/** A status in its colour; the word is what counts. */
export function statusWords({ status }: Workload): HTMLElement {
  const look = { pending: "muted", running: "warn", completed: "good", failed: "bad", killed: "bad" }[status];
  return element("span", { class: look }, status);
}

function runForm(providers: readonly Provider[]): HTMLElement {
  const runtimes = [
    ...new Set(providers.flatMap(({ capabilities }) => (capabilities.supported_runtimes ?? []) as string[])),
  ].sort();
  const options = (values: readonly string[], chosen: string): HTMLElement[] =>
    values.map((value) => element("option", { value, selected: value === chosen }, value));
  const runtime = element("select", {}, options(runtimes, "node"));
  const isolation = element("select", {}, options(["auto", ...providers.map(({ id }) => id)], "auto"));
  const code = element("textarea", { class: "code", rows: 8, spellcheck: "false" });
  code.value =
    'export default (input) => {\n  console.log("hello", input.name);\n  return { length: input.name.length };\n};\n';
  const input = element("textarea", { class: "code", rows: 2, spellcheck: "false" });
  input.value = '{ "name": "world" }';
  const status = element("p", { role: "status", class: "bad" });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      const body = {
        runtime: runtime.value,
        isolation: isolation.value,
        code: code.value,
        ...(input.value.trim() !== "" && { input: readJson(input.value) }),
      };
      const { id } = await post<Workload>("/v1/workloads/async", body);
      location.hash = `#/workloads/${id}`;
    } catch (error) {
      status.textContent = (error as Error).message;
    }
  };
  return element(
    "section",
    { "aria-label": "Run a workload" },
    element("h2", {}, "Run a workload"),
    element(
      "form",
      { submit: (event) => void submit(event) },
      element("div", { class: "columns" }, labelled("Runtime", runtime), labelled("Isolation", isolation)),
      labelled("Code", code, "For a module: the default export is a function of the input."),
      labelled("Input", input, "As JSON; may be empty."),
      element("button", { type: "submit" }, "Run"),
      status,
    ),
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError("the input is no JSON");
  }
}
