/** The path of a URL below another one; for those that are not below it one that nothing has. */
export function pathBelow(basePath: string, url: string): string {
  const { pathname } = new URL(url);
  if (pathname === basePath) return "";
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : "//";
}
