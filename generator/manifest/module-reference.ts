/** `path` or `path#name`, as the manifest writes it. */
export interface WrittenReference {
  readonly path: string;
  /** Undefined when there is no `#`. */
  readonly exportName: string | undefined;
}

/** Splits at the last `#`; folder names may hold one. */
export function splitReference(text: string): WrittenReference {
  const at = text.lastIndexOf("#");
  if (at === -1 || text.indexOf("/", at) !== -1) return { path: text, exportName: undefined };
  return { path: text.slice(0, at), exportName: text.slice(at + 1) };
}

/** Whether a text can be the name of an export in code, as `import {name}` has it. */
export function isExportName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
}
