/** How TypeScript modules are imported: as the JavaScript that becomes of them, or as the files that they are. */
export const importExtensions = ["js", "ts"] as const;

export type ImportExtension = (typeof importExtensions)[number];

/** The path by which a module is imported; that of a module in JavaScript stays what it is. */
export function importPath(path: string, extension: ImportExtension): string {
  return extension === "ts" ? path : path.replace(/\.([mc]?)tsx?$/, ".$1js");
}
