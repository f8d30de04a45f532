import type { CliContext } from "../context.js";
import { colorsFor } from "../output/colors.js";
import { displayPath, type Project } from "./project.js";

/** Says on the error stream when the manifest or a schema has changed since codegen, as far as this machine can tell. */
export async function warnWhenStale(context: CliContext, project: Project): Promise<void> {
  const [{ changedInput }, { nodeFileSystem }] = await Promise.all([
    import("../../../generator/io/changed-input.js"),
    import("../../../generator/io/node-file-system.js"),
  ]);
  const changed = changedInput(nodeFileSystem, project.manifestFile, project.outputFolder);
  if (changed === undefined) return;
  const label = colorsFor(context.stderr, context.env).yellow("warning:");
  context.stderr.write(
    `${label} ${displayPath(context, changed)} has changed since the last codegen; run provc codegen\n`,
  );
}
