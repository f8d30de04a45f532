import type { ProviderRequirements } from "../../contract/kind.js";
import type { CliContext } from "../context.js";
import { colorsFor } from "../output/colors.js";
import { formatTable, singleLine } from "../output/table.js";
import { capabilitiesText } from "./capabilities-text.js";
import type { ProviderView } from "./describe-provider.js";
import type { ListedKind, ListedProvider } from "./listed-kinds.js";

/** A provider for people to read. */
export async function providerText(view: ProviderView, context: CliContext): Promise<string> {
  const { kind, provider, fields } = view;
  const colors = colorsFor(context.stdout, context.env);
  const facts = factsOf(view);
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = [
    `${colors.bold(`${kind.id} ${provider.id}`)}  ${singleLine(provider.title)}`,
    ...(provider.description.trim() === "" ? [] : [singleLine(provider.description)]),
    ...(provider.deprecated === undefined
      ? []
      : [colors.yellow(`deprecated: ${singleLine(provider.deprecated)}`)]),
    "",
    ...facts.map(([name, value]) => `${colors.dim(name.padEnd(width))}  ${value}`),
    "",
  ];
  if (fields === undefined) {
    lines.push("No JSON Schema describes its settings.");
  } else if (fields.length === 0) {
    lines.push("It has no settings.");
  } else {
    const rows = fields.map((field) => [
      field.path,
      field.type,
      field.required ? "yes" : "",
      field.default ?? (field.environment === undefined ? "" : `$${field.environment}`),
      [field.description, field.secret ? "(secret)" : "", field.deprecated ? "(deprecated)" : ""]
        .filter(Boolean)
        .join(" "),
    ]);
    lines.push(...formatTable(["FIELD", "TYPE", "REQUIRED", "DEFAULT", "DESCRIPTION"], rows, colors));
  }
  if (provider.example !== undefined)
    lines.push("", colors.dim("EXAMPLE"), ...(await exampleLines(kind, provider)));
  return `${lines.join("\n")}\n`;
}

function factsOf({ kind, provider, module }: ProviderView): (readonly [name: string, value: string])[] {
  return [
    ["chosen by", selectorText(kind, provider.id)],
    ["capabilities", capabilitiesText(provider.capabilities) || "none"],
    ["requires", requirementsText(provider.requires) || "nothing"],
    ...(module === undefined ? [] : [["module", module] as const]),
  ];
}

function selectorText({ config, id: kind }: ListedKind, id: string): string {
  if (config === undefined) return `code, from the registry of ${kind}`;
  return `${[...config.at, config.selector].map((key) => (key === "*" ? "<name>" : key)).join(".")}: ${id}`;
}

function requirementsText({ npm, commands }: ProviderRequirements): string {
  const packages = Object.entries(npm).map(([name, range]) => `${name}@${range} (npm)`);
  return [...packages.sort(), ...commands].map(singleLine).join(", ");
}

/** The example as it stands in a document. */
async function exampleLines(kind: ListedKind, { id, example }: ListedProvider): Promise<string[]> {
  const { stringify } = await import("yaml");
  const text = stringify(inDocument(kind, id, example), { lineWidth: 0 });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`);
}

function inDocument({ config }: ListedKind, id: string, example: unknown): unknown {
  if (config === undefined) return example;
  const choice =
    config.form === "inline"
      ? example
      : { [config.selector]: id, [config.map ?? "providers"]: { [id]: example } };
  return config.at.reduceRight((value: unknown, key) => ({ [key === "*" ? "main" : key]: value }), choice);
}
