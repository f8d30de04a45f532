import path from "node:path";
import type { PlanStep, ProviderPlan } from "../../backend/plan.js";
import { printable } from "../../diagnostics/display-text.js";
import { shellText } from "../../process/shell-text.js";
import { type CliContext, CommandFailure } from "../context.js";
import { writeJson } from "../output/json-output.js";

/** Prints what a provider would do. */
export function writePlan(context: CliContext, plan: ProviderPlan, json: boolean): void {
  if (json)
    writeJson(context, { provider: plan.provider, steps: plan.steps.map((step) => stepData(context, step)) });
  else context.stdout.write(planText(context, plan));
}

/** Why a dry run of a provider that cannot plan ends. */
export function noPlan(id: string, method: string): CommandFailure {
  const provider = `backend provider ${JSON.stringify(id)}`;
  return new CommandFailure(`${provider} cannot say what it would run: it has no method ${method}`);
}

function stepData(context: CliContext, { name, description, command, folder, variables }: PlanStep): object {
  return {
    name,
    description,
    ...(command !== undefined && { command }),
    ...(folder !== undefined && { folder: shownFolder(context, folder) }),
    ...(variables !== undefined && { variables }),
  };
}

function planText(context: CliContext, { provider, steps }: ProviderPlan): string {
  const blocks = steps.map((step, index) => {
    const { name, description, command, folder, variables = [] } = step;
    const details = [
      ...(command === undefined ? [] : [["command", shellText(command)]]),
      ...(folder === undefined ? [] : [["folder", shellText([shownFolder(context, folder)])]]),
      ...(variables.length === 0 ? [] : [["variables", variables.join(" ")]]),
    ];
    const lines = details.map(([label, text]) => `     ${`${label}:`.padEnd(11)}${text}`);
    return [`  ${index + 1}. ${name}: ${printable(description)}`, ...lines].join("\n");
  });
  return [`Provider: ${provider}`, ...blocks, "Nothing was run.", ""].join("\n");
}

/** Relative to where the command was given, so that output does not depend on where a project lies. */
function shownFolder({ cwd }: CliContext, folder: string): string {
  return path.relative(cwd, folder).replaceAll(path.sep, "/") || ".";
}
