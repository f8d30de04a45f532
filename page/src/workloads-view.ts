import { ask } from "./client.js";
import { element, table } from "./dom.js";
import { runForm } from "./run-form.js";
import type { Provider, Workload } from "./types.js";

const PAGE = 20;

/** The workloads, newest first, and a form for another one. */
export async function workloadsView(offset: number, signal: AbortSignal): Promise<Node[]> {
  const list = element("div", {});
  const trouble = element("p", { role: "status", class: "bad" });
  const show = async (): Promise<void> => {
    const answer = await ask<{ workloads: Workload[]; total: number }>(
      `v1/workloads?limit=${PAGE}&offset=${offset}`,
      { signal },
    );
    list.replaceChildren(...listNodes(answer.workloads, answer.total, offset));
  };
  await show();
  const timer = setInterval(() => {
    // A list that somebody moves in by keyboard stays as it is.
    if (list.contains(document.activeElement)) return;
    show().then(
      () => trouble.replaceChildren(),
      (error: Error) => trouble.replaceChildren(error.message),
    );
  }, 2000);
  signal.addEventListener("abort", () => clearInterval(timer));
  const { providers } = await ask<{ providers: Provider[] }>("v1/kinds/isolation/providers", {
    signal,
  }).catch(() => ({
    providers: [],
  }));
  return [
    element("h1", { tabindex: -1 }, "Workloads"),
    trouble,
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
