import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
const run = promisify(execFile);

/**
 * What a compiler says of the cases. They hold `@ts-expect-error` where a mistake must be one, so both too much and too little
 * is an error there; without any it says nothing.
 */
export async function checkCases(typescript: string): Promise<string> {
  const compiler = require.resolve(`${typescript}/package.json`).replace(/package\.json$/, "bin/tsc");
  const args = [compiler, "-p", import.meta.dirname, "--pretty", "false"];
  const { stdout } = await run(process.execPath, args).catch((error: { stdout: string }) => error);
  return stdout;
}
