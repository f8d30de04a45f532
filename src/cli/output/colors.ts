import picocolors from "picocolors";

/** Functions that wrap a text in a colour, or return it as it is. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours for one stream: `NO_COLOR` and `FORCE_COLOR` decide, in that order; else whether it is a terminal. */
export function colorsFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Colors {
  return picocolors.createColors(wantsColor(stream, env));
}

/** Whether output to `stream` should have colour. */
export function wantsColor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") {
    return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  }
  return stream.isTTY === true && env.TERM !== "dumb";
}
