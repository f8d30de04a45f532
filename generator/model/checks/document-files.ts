import { type Check, inManifest, report } from "../analysis.js";

/** Names of the document are plain paths below the project, each listed once. */
export const checkDocumentFiles: Check = (analysis) => {
  const seen = new Map<string, readonly (string | number)[]>();
  for (const { name, path } of analysis.draft.document?.files ?? []) {
    const reason = faultOf(name);
    if (reason !== undefined) {
      report(analysis, {
        code: "manifest-path-invalid",
        message: `the document's file name ${JSON.stringify(name)} ${reason}`,
        path,
        hint: "give a name such as stagecraft.yml",
      });
      continue;
    }
    const folded = name.replace(/^(?:\.\/)+/, "").toLowerCase();
    const earlier = seen.get(folded);
    if (earlier === undefined) {
      seen.set(folded, path);
      continue;
    }
    report(analysis, {
      code: "manifest-duplicate-file",
      message: `the document's file name ${JSON.stringify(name)} is listed twice`,
      path,
      related: [{ ...inManifest(analysis, earlier), message: "it is listed here" }],
    });
  }
};

function faultOf(name: string): string | undefined {
  if (name.trim() === "") return "is empty";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f\u2028\u2029]/.test(name)) return "holds control characters";
  if (name.includes("\\")) return "holds a backslash";
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name)) return "is absolute";
  if (name.split("/").includes("..")) return "leaves the project";
  if (name.endsWith("/")) return "is a folder";
  return undefined;
}
