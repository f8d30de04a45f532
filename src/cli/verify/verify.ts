import type { VerifyAnswer } from "../../../generator/verify/verify-manifest.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { GlobalOptions } from "../global-options.js";
import { colorsFor } from "../output/colors.js";
import { writeJson } from "../output/json-output.js";
import { unknownEntry } from "../workspace/find-entry.js";
import { requireProject } from "../workspace/project.js";
import { verificationLines } from "./verification-text.js";

/** What to verify, and how to report it. */
export interface VerifyOptions {
  readonly cases?: number;
  readonly seed?: number;
  readonly kind?: string;
  readonly json: boolean;
}

const clearLine = "\r\u001b[2K";

/** Verifies the manifest's artefacts and prints what came of it; the exit status is 1 if any two disagree. */
export async function verify(
  context: CliContext,
  global: GlobalOptions,
  { json, ...settings }: VerifyOptions,
): Promise<void> {
  const { manifestFile } = requireProject(context, global);
  const answer = await run(context, { ...settings, manifestPath: manifestFile }, !json);
  if (answer.diagnostics.length > 0) {
    const { diagnosticsText } = await import("../codegen-report.js");
    context.stderr.write(await diagnosticsText(context, answer.diagnostics));
  }
  const { verification } = answer;
  if (verification === undefined) {
    if (answer.kinds.length > 0) throw unknownEntry("kind", "kinds", settings.kind ?? "", answer.kinds);
    context.exitCode = exitCodes.findings;
    return;
  }
  if (json) writeJson(context, { ...verification });
  else {
    const lines = verificationLines(verification, colorsFor(context.stdout, context.env));
    context.stdout.write(`${lines.join("\n")}\n`);
  }
  if (verification.disagreements.length > 0) context.exitCode = exitCodes.findings;
}

type Request = Omit<VerifyOptions, "json"> & { readonly manifestPath: string };

async function run(context: CliContext, request: Request, showsProgress: boolean): Promise<VerifyAnswer> {
  const { verifyManifest, SecondEngineMissing } = await import(
    "../../../generator/verify/verify-manifest.js"
  );
  const { runtimeEngine } = await import("./runtime-engine.js");
  const isTerminal = showsProgress && context.stderr.isTTY === true;
  try {
    return await verifyManifest({
      ...request,
      cwd: context.cwd,
      documentEngine: runtimeEngine,
      onSubject: (subject, done, of) => {
        if (isTerminal) context.stderr.write(`${clearLine}${done + 1} of ${of}: ${subject} …`);
      },
    });
  } catch (error) {
    if (error instanceof SecondEngineMissing) throw new CommandFailure(error.message, exitCodes.cannotRun);
    throw error;
  } finally {
    if (isTerminal) context.stderr.write(clearLine);
  }
}
