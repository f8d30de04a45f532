import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import * as kinds from "../../../../generated/index.js";
import { type Api, type ApiOptions, createApi } from "../../../../src/api/index.js";
import { type HttpServer, listen } from "../../../../src/cli/serve/http-server.js";
import type { Catalogue } from "../../../../src/cli/workspace/catalogue.js";
import { createRegistry } from "../../../../src/registry/create-registry.js";
import type { AnyRegistry } from "../../../../src/registry/registry-types.js";
import { fakeIsolation } from "../../../api/support/fake-backends.js";

/** What must never become anything but a text. */
export const hostile = '<img src=x onerror="document.title=1">`${x}`</script>';

const pictures = path.resolve(import.meta.dirname, "../../../../docs/pictures");
const catalogue: Catalogue = JSON.parse(
  readFileSync(new URL("../../../../generated/catalogue.json", import.meta.url), "utf8"),
);

/** The example of a shipped provider. */
export function exampleOf(kind: string, id: string): unknown {
  return catalogue.kinds.find((one) => one.id === kind)?.providers.find((one) => one.id === id)?.example;
}

/** A kind without providers. */
export function emptyKind(id: string, title: string): Parameters<typeof createRegistry>[0] {
  const words = { id, title, description: title, noun: "provider", onDuplicate: "error" };
  return { ...words, routing: {}, providers: {} } as never;
}

/** A kind from a hostile manifest. */
const hostileKind = createRegistry(emptyKind("hostile", hostile)).register({
  ...{
    id: hostile,
    title: hostile,
    description: hostile,
    capabilities: { [hostile]: hostile },
    provider: {},
  },
  schema: {
    type: "object",
    properties: { [hostile]: { type: "string", title: hostile, description: hostile, examples: [hostile] } },
    examples: [{ [hostile]: hostile }],
  },
} as never);

const { backendRegistry, isolationRegistry, migrationRegistry, sttRegistry, voiceRegistry } = kinds;
const shipped = [backendRegistry, isolationRegistry, migrationRegistry, sttRegistry, voiceRegistry];

/** A server with the shipped kinds and a hostile one, whose programs are scripts. */
export interface PageServer {
  /** Ends with a slash. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function startPageServer(options: Partial<ApiOptions> = {}, port = 0): Promise<PageServer> {
  const { isolation, dispose } = await fakeIsolation();
  const api: Api = await createApi({
    registries: [...shipped, hostileKind] as unknown as AnyRegistry[],
    ...{ exampleOf, isolation, document: kinds.documentDefinition, hosts: ["127.0.0.1"] },
    ...options,
  });
  const server: HttpServer = await listen(api.fetch, "127.0.0.1", port);
  return {
    url: `http://127.0.0.1:${server.port}${options.basePath ?? ""}/`,
    port: server.port,
    async close() {
      await Promise.all([server.close(), api.close()]);
      await dispose();
    },
  };
}

/** What the tests of a file look at; a page for each test. */
export interface Viewer {
  readonly page: Page;
  readonly url: string;
  /** What the browser's console shows, and errors that nobody caught. */
  readonly complaints: string[];
  /** Shows a view and waits for its heading. */
  open(hash: string, heading: string): Promise<void>;
  /** With UPDATE_PICTURES=1 the pictures of the documentation are taken. */
  picture(name: string, fullPage?: boolean): Promise<void>;
}

/** Starts Debian's Chromium and a server for the tests of a file. */
export function viewer(options: Partial<ApiOptions> = {}): Viewer {
  let browser: Browser;
  let server: PageServer;
  const shown = { complaints: [] as string[], page: undefined as unknown as Page, url: "" };
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    server = await startPageServer(options);
    shown.url = server.url;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(async () => {
    shown.complaints = [];
    shown.page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
    shown.page.on("console", (message) => shown.complaints.push(message.text()));
    shown.page.on("pageerror", (error) => shown.complaints.push(error.message));
  });
  afterEach(() => shown.page.close());
  return Object.assign(shown, {
    async open(hash: string, heading: string): Promise<void> {
      await shown.page.goto(shown.url + hash);
      await shown.page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
    },
    async picture(name: string, fullPage = true): Promise<void> {
      if (process.env.UPDATE_PICTURES === undefined) return;
      mkdirSync(pictures, { recursive: true });
      await shown.page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage });
    },
  });
}
