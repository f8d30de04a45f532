// One process that drives yaml-language-server over LSP: prints the milliseconds from a request to its answer.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { median } from "./measure.mjs";

const [folder, server] = process.argv.slice(2);
const bin = fileURLToPath(new URL(`../node_modules/${server}/bin/yaml-language-server`, import.meta.url));
const schema = pathToFileURL(join(folder, "generated/schemas/engine.editor.schema.json")).href;
const [{ engine: id }] = JSON.parse(readFileSync(join(folder, "samples.json"), "utf8"));
const child = spawn(process.execPath, [bin, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });

const waiting = new Map();
let buffer = Buffer.alloc(0);
let lastId = 0;
const send = (message) => {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};
const notify = (method, params) => send({ method, params });
const request = (method, params) =>
  new Promise((resolve, reject) => {
    lastId += 1;
    waiting.set(lastId, { resolve, reject });
    send({ id: lastId, method, params });
  });

/** Settings, section by section, as the server asks for them. */
const sections = {
  yaml: { schemas: { [schema]: "*.yaml" }, completion: true, schemaStore: { enable: false } },
};
const pulled = new Promise((resolve) => {
  child.stdout.on("data", (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf("\r\n\r\n");
      const length = Number(
        /Content-Length: (\d+)/i.exec(buffer.toString("latin1", 0, Math.max(end, 0)))?.[1],
      );
      if (end < 0 || buffer.length < end + 4 + length) return;
      const message = JSON.parse(buffer.toString("utf8", end + 4, end + 4 + length));
      buffer = buffer.subarray(end + 4 + length);
      if (message.method === "workspace/configuration") {
        send({
          id: message.id,
          result: message.params.items.map(({ section }) => sections[section] ?? null),
        });
        setTimeout(resolve, 200);
      } else if (message.method !== undefined && message.id !== undefined)
        send({ id: message.id, result: null });
      else if (message.id !== undefined) {
        const { resolve: done, reject } = waiting.get(message.id);
        if (message.error) reject(new Error(`Error: ${message.error.message}`));
        else done(message.result);
      }
    }
  });
});

await request("initialize", {
  processId: process.pid,
  rootUri: null,
  capabilities: { workspace: { configuration: true }, textDocument: { completion: {} } },
});
notify("initialized", {});
notify("workspace/didChangeConfiguration", { settings: {} });
await pulled;

let documents = 0;
/** Opens a document of its own and completes at the end of the line with the `|`. */
async function complete(marked) {
  documents += 1;
  const uri = pathToFileURL(join(folder, `editing-${documents}.yaml`)).href;
  const lines = marked.slice(0, marked.indexOf("|")).split("\n");
  const position = { line: lines.length - 1, character: lines.at(-1).length };
  const start = performance.now();
  const text = marked.replace("|", "");
  notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
  const answer = await request("textDocument/completion", { textDocument: { uri }, position });
  const elapsed = performance.now() - start;
  notify("textDocument/didClose", { textDocument: { uri } });
  if ((answer.items ?? answer).length === 0) throw new Error("Error: the server completes nothing");
  return elapsed;
}
async function repeat(marked) {
  const times = [];
  for (let round = 0; round < 7; round++) times.push(await complete(marked));
  return median(times);
}

const selector = "provider: |\n";
const first = await complete(selector);
const answer = {
  first,
  next: await repeat(selector),
  member: await repeat(`provider: ${id}\nproviders:\n  ${id}:\n    |\n`),
};
console.log(JSON.stringify(answer));
child.kill();
process.exit(0);
