/** A reference to an image, in its parts: `ghcr.io:443/org/app` and `1.0`. */
export interface ImageReference {
  /** Everything before the tag; a registry's port is part of it. */
  readonly name: string;
  readonly tag?: string;
}

const COMPONENT = "[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*";
const DOMAIN = "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?";
const REFERENCE = new RegExp(`^((?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*)(?::([\\w][\\w.-]{0,127}))?$`);

/** Reads an image reference; undefined when it is none that an image can be given: digests cannot. */
export function parseImageReference(text: string): ImageReference | undefined {
  const match = REFERENCE.exec(text);
  const [, name, tag] = match ?? [];
  if (name === undefined) return undefined;
  return tag === undefined ? { name } : { name, tag };
}

/** The reference as daemonless builders store it: names without a registry are local. */
export function qualifiedReference(text: string): string {
  const { name = text, tag = "latest" } = parseImageReference(text) ?? {};
  const [first = ""] = name.split("/");
  const hasRegistry = name.includes("/") && (/[.:]/.test(first) || first === "localhost");
  return `${hasRegistry ? "" : "localhost/"}${name}:${tag}`;
}
