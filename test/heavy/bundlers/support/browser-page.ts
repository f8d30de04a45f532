import { createReadStream, existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

/** What a page may do: run scripts of its own origin, and nothing that is made of a text. */
const contentSecurityPolicy = "default-src 'none'; script-src 'self'";

const contentTypes: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
};

/** Files of a folder, and pages given as texts, on the loopback interface under the policy. */
export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

export async function servePages(
  folder: string,
  pages: { readonly [path: string]: string },
): Promise<PageServer> {
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const text = pages[pathname];
    const file = path.join(folder, pathname);
    const type = contentTypes[path.extname(pathname) || ".html"];
    const isFile = text !== undefined || (type !== undefined && file.startsWith(folder) && existsSync(file));
    response.writeHead(isFile ? 200 : 404, {
      "content-type": type ?? "text/plain",
      "content-security-policy": contentSecurityPolicy,
    });
    if (text !== undefined || !isFile) response.end(text);
    else createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Debian's Chromium. As root it does without its sandbox; what it loads is this repository's own. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
}

/** Opens a page and gives what it wrote into its body, and what the browser complained about. */
export async function visit(
  browser: Browser,
  url: string,
): Promise<{ readonly page: Page; readonly text: string; readonly complaints: readonly string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url);
  // A function to wait for would be code made of a text.
  await page.waitForSelector("body:not(:empty)");
  return { page, text: (await page.textContent("body")) ?? "", complaints };
}
