type Attributes = {
  readonly [name: string]: string | number | boolean | ((event: Event) => void) | undefined;
};
type Child = Node | string | number | undefined | readonly Child[];

/**
 * Makes an element. An attribute that is a function listens to the event of its name; one that is true is set without a
 * value, one that is false or undefined is left out. Texts are only ever texts.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== undefined && value !== false) made.setAttribute(key, String(value));
  }
  append(made, children);
  return made;
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child !== undefined)
      parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

let ids = 0;

/** An id that no other element of the page has. */
export function uniqueId(prefix: string): string {
  return `${prefix}-${++ids}`;
}

/** A control with its label and a hint, joined for those who do not see them side by side. */
export function labelled<Control extends HTMLElement>(
  label: string,
  control: Control,
  hint?: string,
): HTMLElement {
  control.id ||= uniqueId("field");
  const words =
    hint === undefined || hint === ""
      ? undefined
      : element("p", { class: "hint", id: `${control.id}-hint` }, hint);
  if (words !== undefined) control.setAttribute("aria-describedby", words.id);
  return element("div", {}, element("label", { for: control.id }, label), words, control);
}

/** A table with a caption that scrolls by itself where it is too wide. */
export function table(
  caption: string,
  head: readonly Child[],
  rows: readonly (readonly Child[])[],
): HTMLElement {
  const id = uniqueId("table");
  return element(
    "div",
    { class: "scroll", role: "region", "aria-labelledby": id, tabindex: 0 },
    element(
      "table",
      {},
      element("caption", { id }, caption),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          head.map((cell) => element("th", { scope: "col" }, cell)),
        ),
      ),
      element(
        "tbody",
        {},
        rows.map(([first, ...cells]) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, first),
            cells.map((cell) => element("td", {}, cell)),
          ),
        ),
      ),
    ),
  );
}

/** Calls an action when nothing has happened for a moment. */
export function settled(action: () => void, milliseconds = 250): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}
