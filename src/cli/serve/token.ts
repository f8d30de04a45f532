import { readFileSync } from "node:fs";
import path from "node:path";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";

/** The variable of the token. It is no option: every user of a machine can read the command lines of all processes. */
export const tokenVariable = "PROVC_SERVE_TOKEN";

/** The token that requests must bring, from a file or from the environment. */
export function readToken({ cwd, env }: CliContext, file: string | undefined): string | undefined {
  const given = env[tokenVariable];
  if (file === undefined)
    return given === undefined || given === "" ? undefined : checked(given, tokenVariable);
  if (given !== undefined && given !== "") {
    throw new CommandFailure(`--token-file and ${tokenVariable} are mutually exclusive`, exitCodes.cannotRun);
  }
  let text: string;
  try {
    text = readFileSync(path.resolve(cwd, file), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandFailure(`the token file cannot be read (${code})`, exitCodes.cannotRun);
  }
  return checked(text.trim(), "the token file");
}

function checked(token: string, origin: string): string {
  if (/^[\x21-\x7e]{16,512}$/.test(token)) return token;
  const message = `${origin} must hold a token of 16 to 512 visible ASCII characters`;
  throw new CommandFailure(message, exitCodes.cannotRun);
}
