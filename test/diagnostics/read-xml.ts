/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: XmlElement[];
  text: string;
}

const entities = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Reads the XML that reports use, strictly: throws for anything that is not well-formed. */
export function readXml(text: string): XmlElement {
  // XML 1.0, production 2: what a document may hold at all.
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text))
    throw new Error("a character that XML forbids");
  const body = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  if (body === text) throw new Error("no XML declaration");
  const top: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open: XmlElement[] = [top];
  const token = /<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
  while (token.lastIndex < body.length) {
    const at = token.lastIndex;
    const match = token.exec(body);
    if (match === null) throw new Error(`not well-formed at ${JSON.stringify(body.slice(at, at + 40))}`);
    const [, close, start, attributes = "", isEmpty, content] = match;
    const parent = open.at(-1) ?? top;
    if (content !== undefined) parent.text += plainText(content);
    else if (close !== undefined) {
      if (open.pop()?.name !== close) throw new Error(`</${close}> closes another element`);
    } else if (start !== undefined) {
      const element: XmlElement = {
        name: start,
        attributes: readAttributes(attributes),
        children: [],
        text: "",
      };
      parent.children.push(element);
      if (isEmpty !== "/") open.push(element);
    }
  }
  const [root] = top.children;
  if (open.length !== 1 || root === undefined || top.children.length !== 1 || top.text.trim() !== "") {
    throw new Error("not one whole root element");
  }
  return root;
}

function readAttributes(text: string): { [name: string]: string } {
  const attributes: { [name: string]: string } = {};
  for (const [, name = "", value = ""] of text.matchAll(/([\w-]+)="([^"]*)"/g)) {
    if (name in attributes) throw new Error(`attribute ${name} twice`);
    attributes[name] = plainText(value);
  }
  return attributes;
}

function plainText(text: string): string {
  if (text.includes("]]>")) throw new Error("]]> in content");
  return text.replace(/&([^;\s]*;?)/g, (_, reference: string) => {
    const entity = entities.get(reference.replace(/;$/, ""));
    if (!reference.endsWith(";") || entity === undefined) throw new Error(`&${reference} is no entity`);
    return entity;
  });
}
