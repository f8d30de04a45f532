import { ask, events } from "./client.js";
import { element } from "./dom.js";
import type { Workload } from "./types.js";
import { statusWords } from "./workloads-view.js";

/** A workload: its record, its log as it grows, and what it gave. */
export async function workloadView(id: string, signal: AbortSignal): Promise<Node[]> {
  const path = `v1/workloads/${encodeURIComponent(id)}`;
  const record = element("div", {});
  const failure = element("p", { role: "alert", class: "bad" });
  const log = element("pre", { class: "log", tabindex: 0, role: "log", "aria-label": "Log" });
  const kill = element(
    "button",
    {
      type: "button",
      click: () =>
        void ask<Workload>(path, { method: "DELETE" })
          .then(show)
          .catch((error: Error) => {
            failure.textContent = error.message;
          }),
    },
    "Kill",
  );
  function show(workload: Workload): void {
    kill.hidden = workload.status !== "pending" && workload.status !== "running";
    record.replaceChildren(...recordNodes(workload));
  }
  show(await ask<Workload>(path, { signal }));
  const follow = async (): Promise<void> => {
    const onBreak = (isBroken: boolean): void => {
      failure.textContent = isBroken ? "The server does not answer; trying again." : "";
    };
    for await (const { event, data } of events(`${path}/logs`, signal, onBreak)) {
      if (event !== "done") log.append(element("span", { class: event }, `${data}\n`));
    }
    show(await ask<Workload>(path, { signal }));
  };
  follow().catch((error: Error) => {
    if (!signal.aborted) failure.textContent = error.message;
  });
  return [
    element("p", {}, element("a", { href: "#/workloads" }, "Workloads"), " / ", element("code", {}, id)),
    element("h1", { tabindex: -1 }, "Workload"),
    record,
    kill,
    failure,
    element("h2", {}, "Log"),
    log,
  ];
}

function recordNodes(workload: Workload): Node[] {
  const { output, status: _status, id: _id, ...fields } = workload;
  return [
    element(
      "dl",
      { class: "facts" },
      element("dt", {}, "status"),
      element("dd", {}, statusWords(workload)),
      Object.entries(fields).map(([name, value]) => [
        element("dt", {}, name),
        element("dd", {}, String(value)),
      ]),
    ),
    ...(output === undefined
      ? []
      : [
          element("h2", {}, "Output"),
          element("pre", { tabindex: 0, "aria-label": "Output" }, decode(output)),
        ]),
  ];
}

function decode(output: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(output), (character) => character.charCodeAt(0)));
}
