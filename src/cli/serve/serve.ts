import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import path from "node:path";
import { ApiError } from "../../api/api-error.js";
import type { Api, ApiOptions } from "../../api/api-options.js";
import { createApi } from "../../api/create-api.js";
import { requireDatabaseDriver } from "../../api/workload/open-database.js";
import { findDocumentFiles } from "../../document/load-document.js";
import type { AnyRegistry } from "../../registry/registry-types.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { interruptible } from "../interruption.js";
import { type OpenedDocument, openDocument } from "../open-document.js";
import { openWorkspace, type Workspace } from "../workspace.js";
import { isLoopback, loopbackNames, urlHost } from "./address.js";
import { type HttpServer, listen } from "./http-server.js";
import { probeBackends, serveIsolation } from "./serve-isolation.js";
import { readToken, tokenVariable } from "./token.js";

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly database?: string;
  readonly tokenFile?: string;
  readonly allowHost?: readonly string[];
  readonly corsOrigin?: readonly string[];
  readonly images?: string;
}

/** Serves the API until a signal ends it; everything that runs is then ended first. */
export async function serve(
  context: CliContext,
  documentOptions: DocumentOptions,
  options: ServeOptions,
): Promise<void> {
  const token = readToken(context, options.tokenFile);
  const hosts = await hostsOf(options, token);
  const opened = await openOptionalDocument(context, documentOptions);
  const workspace = opened?.workspace ?? (await openWorkspace(context, documentOptions));
  const isolation = await serveIsolation(context, workspace, opened);
  const images = options.images === undefined ? undefined : imagesFolder(context, options.images);
  // Where it cannot be used nothing is made.
  await explained(requireDatabaseDriver());
  const apiOptions: ApiOptions = {
    registries: [...workspace.registries.values()] as readonly AnyRegistry[],
    database: databaseFile(context, workspace, options.database),
    folder: workspace.root,
    env: context.env,
    exampleOf: exampleReader(workspace),
    onError: (error) => context.stderr.write(`provc: ${error.stack ?? error.message}\n`),
    ...(isolation && { isolation }),
    ...(workspace.document && { document: workspace.document }),
    ...(token !== undefined && { token }),
    ...(hosts && { hosts }),
    ...(options.corsOrigin && { corsOrigins: options.corsOrigin }),
    ...(images !== undefined && { images }),
  };
  // From here on there is something to be ended.
  await interruptible(async (signal) => {
    const api = await explained(createApi(apiOptions));
    try {
      const server = await startServer(api, options);
      context.stdout.write(`serving http://${urlHost(options.host)}:${server.port}/\n`);
      if (isolation !== undefined) void probeBackends(context, isolation).catch(() => {});
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
      const closed = server.close();
      await api.close();
      await closed;
    } finally {
      await api.close();
    }
  });
}

/** The names under which requests are answered; undefined: any, since a token protects the server. */
async function hostsOf(
  { host, allowHost }: ServeOptions,
  token: string | undefined,
): Promise<readonly string[] | undefined> {
  const unknown = `there is no address ${JSON.stringify(host)}`;
  // An empty one would be every address of the machine.
  if (host.trim() === "") throw new CommandFailure(unknown, exitCodes.cannotRun);
  const local = await isLoopback(host).catch(() => {
    throw new CommandFailure(unknown, exitCodes.cannotRun);
  });
  if (local) return [...loopbackNames(host), ...(allowHost ?? [])];
  if (token !== undefined) return allowHost && [urlHost(host), ...allowHost];
  const message = `${host} can be reached by others, which requires a token: set ${tokenVariable} or give --token-file`;
  throw new CommandFailure(message, exitCodes.cannotRun);
}

/** The document, when there is one. */
async function openOptionalDocument(
  context: CliContext,
  options: DocumentOptions,
): Promise<OpenedDocument | undefined> {
  if (options.config !== undefined) return await openDocument(context, options);
  const { root, document } = await openWorkspace(context, options);
  if (document === undefined) return undefined;
  for (const folder of new Set([context.cwd, root])) {
    if ((await findDocumentFiles(document, folder)).length > 0) return await openDocument(context, options);
  }
  return undefined;
}

/** The file of the workloads, made for this user alone. */
function databaseFile({ cwd }: CliContext, { root }: Workspace, given: string | undefined): string {
  if (given === ":memory:") return given;
  const file = given === undefined ? path.join(root, ".provc/workloads.db") : path.resolve(cwd, given);
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, "a", 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandFailure(
      `database ${given ?? ".provc/workloads.db"} cannot be made (${code})`,
      exitCodes.cannotRun,
    );
  }
  return file;
}

function imagesFolder({ cwd }: CliContext, given: string): string {
  const folder = path.resolve(cwd, given);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new CommandFailure(`there is no folder of images ${given}`, exitCodes.cannotRun);
}

function exampleReader({ catalogue }: Workspace): (kind: string, id: string) => unknown {
  return (kind, id) =>
    catalogue.kinds.find((one) => one.id === kind)?.providers.find((one) => one.id === id)?.example;
}

/** The API's own errors are for people, too. */
async function explained<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ApiError) throw new CommandFailure(error.message, exitCodes.cannotRun);
    throw error;
  }
}

async function startServer(api: Api, { host, port }: ServeOptions): Promise<HttpServer> {
  try {
    return await listen(api.fetch, host, port);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    const reason = code === "EADDRINUSE" ? "the port is taken" : String(code);
    throw new CommandFailure(`cannot listen on ${urlHost(host)}:${port}: ${reason}`, exitCodes.cannotRun);
  }
}
