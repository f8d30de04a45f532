/** Writes a path as people read it: `databases.main.migrations`, `hosts[0]`, `["odd key"]`. */
export function toDottedPath(path: readonly (string | number)[]): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (/^[\w$:-]+$/.test(key)) text += text === "" ? key : `.${key}`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text;
}

/** The same for a JSON pointer; whole numbers in it are taken for list indices. */
export function pointerToDottedPath(pointer: string): string {
  const keys = pointer === "" ? [] : pointer.slice(1).split("/");
  return toDottedPath(
    keys.map((key) =>
      /^(0|[1-9]\d*)$/.test(key) ? Number(key) : key.replaceAll("~1", "/").replaceAll("~0", "~"),
    ),
  );
}
