import type * as Esbuild from "esbuild";
import { missingPackageError } from "../core/missing-package-error.js";

/** A module's text that does not compile; the message shows where. */
export class ModuleSyntaxError extends Error {
  override readonly name: string = "ModuleSyntaxError";
}

/**
 * Turns a TypeScript module into JavaScript. esbuild works in a process of its own, so that a hostile text cannot hold up this one.
 *
 * @throws ModuleSyntaxError; IsolationError `unavailable` when esbuild is not installed.
 */
export async function stripTypes(name: string, text: string): Promise<string> {
  let esbuild: typeof Esbuild;
  try {
    esbuild = await import("esbuild");
  } catch (error) {
    throw missingPackageError("esbuild", "TypeScript", error);
  }
  try {
    const { code } = await esbuild.transform(text, {
      loader: "ts",
      target: "esnext",
      sourcefile: name,
      logLevel: "silent",
      // What a tsconfig of the project says is not meant for a workload.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    return code;
  } catch (error) {
    const messages = (error as Partial<Esbuild.TransformFailure>).errors;
    if (messages === undefined) throw error;
    const shown = await esbuild.formatMessages(messages, { kind: "error", color: false });
    throw new ModuleSyntaxError(shown.join("").trimEnd());
  }
}
