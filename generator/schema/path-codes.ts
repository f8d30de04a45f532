import type { PathProblem } from "../manifest/locate-file.js";

/** Codes of faulty paths that are the same wherever the path stands; a missing file has a code for what it was to be. */
export const pathCodes: { readonly [Problem in PathProblem]?: string } = {
  invalid: "manifest-path-invalid",
  outside: "manifest-path-outside",
  case: "manifest-path-case",
};
