import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { addDocumentOptions, documentOptions } from "../global-options.js";
import { addExamples } from "../help.js";
import { collect, wholeNumber } from "../option-values.js";

interface Options {
  readonly host: string;
  readonly port: number;
  readonly database?: string;
  readonly tokenFile?: string;
  readonly allowHost?: readonly string[];
  readonly corsOrigin?: readonly string[];
  readonly images?: string;
}

/** `provc serve`: the HTTP API and the page, until it is told to end. */
export function addServeCommand(program: Command, context: CliContext): void {
  const command = program
    .command("serve")
    .description("Serve the HTTP API and its page: the catalogue, and workloads on the isolation backends.")
    .option(
      "--host <host>",
      "the address to listen on; one that is not loopback requires a token",
      "127.0.0.1",
    )
    .option("--port <port>", "the port to listen on; 0 is any that is free", wholeNumber(65_535), 8080)
    .option(
      "--database <file>",
      "the SQLite file of the workloads (default: .provc/workloads.db; :memory: for none)",
    )
    .option(
      "--token-file <file>",
      "the file of the token that requests must bring (or the variable PROVC_SERVE_TOKEN)",
    )
    .option(
      "--allow-host <name>",
      "a further host name under which requests are answered (repeatable)",
      collect,
    )
    .option("--cors-origin <origin>", "an origin whose pages may use the API (repeatable)", collect)
    .option("--images <dir>", "the folder of the OCI images that workloads can name")
    .action(async (options: Options) => {
      const { serve } = await import("../serve/serve.js");
      await serve(context, documentOptions(command), options);
    });
  addDocumentOptions(command);
  addExamples(command, [
    ["provc serve", "on http://127.0.0.1:8080/, for this machine"],
    ["PROVC_SERVE_TOKEN=$(cat token) provc serve --host 0.0.0.0", "for others, with a token"],
    ["curl -s localhost:8080/v1/backends", "what can run workloads here"],
  ]);
}
