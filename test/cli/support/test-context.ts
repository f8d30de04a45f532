import { Readable } from "node:stream";
import type { CliContext } from "../../../src/cli/context.js";

/** A context for calling the command line's parts directly; keeps what they print. */
export function testContext(
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): { readonly context: CliContext; readonly stdout: () => string; readonly stderr: () => string } {
  const texts = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr"): NodeJS.WriteStream =>
    ({
      write(chunk: string) {
        texts[name] += chunk;
        return true;
      },
    }) as unknown as NodeJS.WriteStream;
  const context: CliContext = {
    cwd,
    env,
    stdin: Readable.from([]),
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    exitCode: 0,
  };
  return { context, stdout: () => texts.stdout, stderr: () => texts.stderr };
}
