import { kindsView, kindView } from "./catalogue-view.js";
import { hasToken, RequestFailure, setToken } from "./client.js";
import { element, labelled } from "./dom.js";
import { validateView } from "./validate-view.js";
import { workloadView } from "./workload-view.js";
import { workloadsView } from "./workloads-view.js";

const main = document.querySelector("main") as HTMLElement;
let leaving = new AbortController();
let isFirst = true;

/** The view of the address. */
async function view(signal: AbortSignal): Promise<Node[]> {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [section = "", name] = path.split("/").map(decoded);
  if (section === "validate") return await validateView();
  if (section === "workloads" && name !== undefined) return await workloadView(name, signal);
  if (section === "workloads")
    return await workloadsView(Number(new URLSearchParams(query).get("offset") ?? 0), signal);
  return name === undefined ? await kindsView(signal) : await kindView(name, signal);
}

/** A part of an address that somebody may have written by hand. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function show(): Promise<void> {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  try {
    const nodes = await view(signal);
    if (!signal.aborted) replace(nodes);
  } catch (error) {
    if (signal.aborted) return;
    const isRefused = error instanceof RequestFailure && error.status === 401;
    replace(isRefused ? tokenForm() : failure(error as Error));
  }
}

function replace(nodes: readonly Node[]): void {
  main.replaceChildren(...nodes);
  const heading = main.querySelector("h1");
  document.title = `${heading?.textContent ?? ""} · provc`;
  const section = location.hash.split(/[/?]/)[1] || "kinds";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#/${section}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  // Who moves by keyboard or listens continues where the new view begins, or at the provider that the address names.
  const named = decoded(location.hash.split("/")[3] ?? "");
  const providers = [...main.querySelectorAll<HTMLElement>("[data-provider]")];
  const provider = providers.find(({ dataset }) => dataset.provider === named);
  if (provider !== undefined) provider.focus();
  else if (!isFirst) heading?.focus();
  isFirst = false;
}

function tokenForm(): Node[] {
  const token = element("input", { type: "password", autocomplete: "off", required: true });
  const refused = hasToken() ? "That is not its token." : "";
  const submit = (event: Event): void => {
    event.preventDefault();
    setToken(token.value);
    void show();
  };
  return [
    element("h1", { tabindex: -1 }, "Token"),
    element(
      "form",
      { submit },
      labelled("This server asks for its token", token),
      element("p", { class: "bad", role: "alert" }, refused),
      element("button", { type: "submit" }, "Continue"),
    ),
  ];
}

function failure(error: Error): Node[] {
  return [
    element("h1", { tabindex: -1 }, "That did not work"),
    element("p", { class: "bad", role: "alert" }, error.message),
    element("button", { type: "button", click: () => void show() }, "Try again"),
  ];
}

addEventListener("hashchange", () => {
  // The skip link leads to a place of the page, not to a view.
  if (location.hash !== "#main") void show();
});
void show();
