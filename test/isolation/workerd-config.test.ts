import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  capnpMessage,
  data,
  struct,
  structs,
  text,
  texts,
} from "../../src/isolation/isolate/capnp-message.js";
import { workerdConfig } from "../../src/isolation/isolate/workerd-config.js";
import { temporaryFolder } from "../support/folders.js";
import { type ReadValue, readCapnp } from "./support/read-capnp.js";

const { default: workerd } = createRequire(import.meta.url)("workerd") as { readonly default: string };
const options = {
  modules: [
    { name: "index.js", type: "esModule", content: Buffer.from("export default 'é\0'") },
    { name: 'a "b"\n.cjs', type: "commonJsModule", content: new Uint8Array() },
    { name: "data.json", type: "json", content: Buffer.from("{}") },
    { name: "add.wasm", type: "wasm", content: Buffer.from([0, 97, 115, 109]) },
  ],
  runner: "export default {}",
  heapMb: 64,
  compatibilityDate: "2026-11-01",
  compatibilityFlags: ["some_flag"],
} as const;

/** The same in workerd's text format, as its own compiler encodes it. */
function compiled(network: string): ReadValue {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "index"), options.modules[0].content);
  writeFileSync(
    join(folder, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = .program), (name = "internet", network = (${network}))],
      sockets = [(name = "http", address = "unix:w.sock", http = (), service = "main")],
      v8Flags = ["--max-old-space-size=64", "--single-threaded-gc"],
    );
    const program :Workerd.Worker = (
      modules = [
        (name = "provc:runner", esModule = "export default {}"), (name = "index.js", esModule = embed "index"),
        (name = "a \\"b\\"\\n.cjs", commonJsModule = ""), (name = "data.json", json = "{}"),
        (name = "add.wasm", wasm = 0x"00 61 73 6d"),
      ],
      compatibilityDate = "2026-11-01", compatibilityFlags = ["some_flag"], globalOutbound = "internet",
    );`,
  );
  return readCapnp(execFileSync(workerd, ["compile", "--config-only", "config.capnp"], { cwd: folder }));
}

/** Without the pointers at the end that lead nowhere: workerd has fields that nobody sets. */
function trimmed(value: ReadValue): ReadValue {
  if (value === null || typeof value === "string") return value;
  if (!("pointers" in value)) return value.map(trimmed);
  const pointers = value.pointers.map(trimmed);
  while (pointers.at(-1) === null) pointers.pop();
  return { data: value.data, pointers };
}

it("is what workerd makes of the same config as a text", () => {
  expect(trimmed(readCapnp(workerdConfig(options)))).toEqual(trimmed(compiled("allow = [], deny = []")));
  const denied = ["192.0.2.1/32", "2001:db8::1/128"];
  expect(trimmed(readCapnp(workerdConfig({ ...options, network: { denied } })))).toEqual(
    trimmed(
      compiled(
        `allow = ["public"], deny = ["192.0.2.1/32", "2001:db8::1/128"], tlsOptions = (trustBrowserCas = true)`,
      ),
    ),
  );
});

it("allows no address unless there is a network: an absent list would allow all that are public", () => {
  const [services] = (readCapnp(workerdConfig(options)) as { readonly pointers: readonly ReadValue[] })
    .pointers;
  expect((services as readonly ReadValue[])[1]).toEqual({
    data: 2,
    pointers: ["internet\0", { data: 0, pointers: [[], []] }],
  });
});

it("encodes whatever lengths contents have", () => {
  for (const length of [0, 1, 6, 7, 8, 9, 70_000]) {
    const content = Buffer.alloc(length, "x");
    const member = { data: length % 8, pointers: [text(content), undefined, data(content)] };
    const root = {
      data: 3,
      pointers: [structs([]), structs([member, member]), texts([]), struct([data(content)], 9)],
    };
    const read = { data: length % 8, pointers: [`${content}\0`, null, `${content}`] };
    expect(readCapnp(capnpMessage(root))).toEqual({
      data: 3,
      pointers: [[], [read, read], [], { data: 9, pointers: [`${content}`] }],
    });
  }
});
