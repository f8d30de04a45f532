import path from "node:path";
import type { ServerCommand } from "./connection.js";

/** A language server, and the language whose documents it is given. */
export interface ServerDescription {
  readonly name: string;
  readonly language: "yaml" | "json";
  readonly command: ServerCommand;
}

const packages = path.resolve(import.meta.dirname, "../../../node_modules");

/** yaml-language-server in a folder of packages, run by a Node of one's choice. */
export function yamlServer(
  name: string,
  folder: string,
  program: string = process.execPath,
): ServerDescription {
  const script = path.join(folder, "bin/yaml-language-server");
  return { name, language: "yaml", command: { program, arguments: [script, "--stdio"] } };
}

/** The last version that knows draft-07 only. */
export const yaml119: ServerDescription = yamlServer(
  "yaml-language-server 1.19",
  path.join(packages, "yaml-language-server-1.19"),
);

export const yaml125: ServerDescription = yamlServer(
  "yaml-language-server 1.25",
  path.join(packages, "yaml-language-server-1.25"),
);

/** VS Code's own JSON service. */
export const vscodeJson: ServerDescription = {
  name: "vscode-json-language-server",
  language: "json",
  command: {
    program: process.execPath,
    arguments: [
      path.join(packages, "vscode-langservers-extracted/bin/vscode-json-language-server"),
      "--stdio",
    ],
  },
};
