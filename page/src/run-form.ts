import { post } from "./client.js";
import { element, labelled } from "./dom.js";
import type { Provider, Workload } from "./types.js";

const sampleCode =
  'export default (input) => {\n  console.log("hello", input.name);\n  return { length: input.name.length };\n};\n';

/** A form for a workload; where it has been taken, its own view is shown. */
export function runForm(providers: readonly Provider[]): HTMLElement {
  const runtimes = [
    ...new Set(providers.flatMap(({ capabilities }) => (capabilities.supported_runtimes ?? []) as string[])),
  ].sort();
  const options = (values: readonly string[], chosen: string): HTMLElement[] =>
    values.map((value) => element("option", { value, selected: value === chosen }, value));
  const runtime = element("select", {}, options(runtimes, "node"));
  const isolation = element("select", {}, options(["auto", ...providers.map(({ id }) => id)], "auto"));
  const code = element("textarea", { class: "code", rows: 8, spellcheck: "false" });
  code.value = sampleCode;
  const file = element("input", { type: "file" });
  const image = element("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  const input = element("textarea", { class: "code", rows: 2, spellcheck: "false" });
  input.value = '{ "name": "world" }';
  const status = element("p", { role: "status", class: "bad" });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    status.replaceChildren();
    try {
      const { id } = await post<Workload>("v1/workloads/async", {
        ...{ runtime: runtime.value, isolation: isolation.value },
        ...(await source(code.value, file.files?.[0], image.value)),
        ...(input.value.trim() !== "" && { input: readJson(input.value) }),
      });
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
      element(
        "details",
        {},
        element("summary", {}, "Something else than code"),
        labelled("File", file, "A gzipped archive of the program or of an OCI image, or an executable."),
        labelled("Image", image, "Its name in the server's folder of images."),
      ),
      labelled("Input", input, "As JSON; may be empty."),
      element("button", { type: "submit" }, "Run"),
      status,
    ),
  );
}

/** What is run: a file or an image where one is given. */
async function source(code: string, file: File | undefined, image: string): Promise<object> {
  if (image !== "") return { image };
  if (file === undefined) return { code };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return { [isGzip ? "code_archive" : "binary"]: base64(bytes) };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  // An argument for each byte would be too many.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError("the input is no JSON");
  }
}
