import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { tar } from "../../isolation/support/tar.js";
import { waitUntil } from "../../support/wait-until.js";
import { preparedMicrovm } from "../isolation/support/prepared.js";
import { attempts, expectRefused } from "./support/attack.js";
import type { EndedWorkload } from "./support/hostile-server.js";
import { hostileTarget } from "./support/target.js";

const target = hostileTarget(async () => ({
  isolate: {},
  gvisor: {},
  microvm: { ...(await preparedMicrovm()), accelerator: "tcg" },
}));

const SECRET = "neighbours-secret";
/** What a neighbour leaves where another could look, before it waits until it is ended. */
const LEAVE = `echo ${SECRET} > /tmp/left; mkdir -p /dev/shm; echo ${SECRET} > /dev/shm/left; NEIGHBOUR=${SECRET} sleep 600 &
while :; do echo ${SECRET} | nc -l -p 18998; done & echo ready; wait`;
const LOOK = ["read=/tmp/left", "read=/dev/shm/left", "connect=127.0.0.1:18998", "unix=@neighbour"];

/** Has one run until the other is over, and gives what the other has come to. */
async function besideAnother(one: object, other: () => Promise<EndedWorkload>): Promise<EndedWorkload> {
  const { server } = target();
  const { id } = (await server.ask("POST", "/v1/workloads/async", one)).body;
  await waitUntil("the neighbour is ready", async () =>
    (await server.ended(id)).log.some(({ line }) => line.includes("ready")),
  );
  const ended = await other();
  expect((await server.ask("GET", `/v1/workloads/${id}`)).body.status).toBe("running");
  expect((await server.ask("DELETE", `/v1/workloads/${id}`)).body.status).toBe("killed");
  await server.settled();
  return ended;
}

function guest(script: string): object {
  const files = [{ name: "main", content: `#!/bin/sh\n${script}\n`, mode: 0o755 }];
  return { runtime: "archive", code_archive: gzipSync(tar(files)).toString("base64") };
}

describe("two workloads at the same time", () => {
  it("have nothing in common as modules", async () => {
    const one = `import fs from "node:fs"; export default async () => {
      globalThis.left = ${JSON.stringify(SECRET)}; fs.writeFileSync("/tmp/left", left); process.env.LEFT = left;
      const channel = new BroadcastChannel("left"); setInterval(() => channel.postMessage?.(left), 50);
      console.log("ready"); await new Promise((done) => setTimeout(done, 600000));
    };`;
    const other = `import fs from "node:fs"; export default async () => {
      const heard = await new Promise((done) => { const channel = new BroadcastChannel("left"); channel.onmessage = ({ data }) => done(data); setTimeout(done, 700, "nothing"); }).catch(String);
      return { heard, global: globalThis.left, files: fs.readdirSync("/tmp"), env: process.env };
    };`;
    const broadcast = (code: string): string =>
      `globalThis.BroadcastChannel ??= class { postMessage() {} };\n${code}`;
    const ended = await besideAnother(
      { runtime: "node", code: broadcast(one), resources: { timeout_s: 30 } },
      () => target().server.run({ runtime: "node", code: broadcast(other) }),
    );
    expect(JSON.parse(ended.output)).toEqual({ heard: "nothing", files: [], env: {} });
  });

  it("have nothing in common as containers", async () => {
    const one = {
      runtime: "oci",
      image: "attacker",
      entry: "/bin/busybox",
      args: ["sh", "-c", shellWithCommands(LEAVE)],
    };
    const ended = await besideAnother(one, () =>
      target().server.run({
        runtime: "oci",
        image: "attacker",
        args: [...LOOK, "processes=", "list=/proc/[0-9]*"],
      }),
    );
    expectRefused(ended, LOOK);
    expect(ended.everything).not.toContain(SECRET);
    expect(attempts(ended).get("list=/proc/[0-9]*")).toBe("/proc/1");
  });

  it("have nothing in common as virtual machines", async () => {
    const ended = await besideAnother(guest(LEAVE), () =>
      target().server.run(
        guest(
          "cat /tmp/left /dev/shm/left 2>&1; nc -w 1 127.0.0.1 18998 < /dev/null 2>&1; ps; env; echo looked",
        ),
      ),
    );
    expect(ended.output).toMatch(/looked\n$/);
    expect(ended.output.match(/No such file/g)).toHaveLength(2);
    expect(ended.everything).not.toContain(SECRET);
  });

  it("are out of reach of a program of another kind", async () => {
    const ended = await besideAnother(guest(LEAVE), () =>
      target().server.run({ runtime: "oci", image: "attacker", args: [...LOOK, "processes="] }),
    );
    expectRefused(ended, LOOK);
    expect(ended.everything).not.toContain(SECRET);
  });
});

describe("the program that attacks", () => {
  it("gets everything where nothing isolates it", () => {
    const { attacker, canaries } = target();
    const own = join(canaries.folder, "own.txt");
    writeFileSync(own, "untouched");
    const reached = canaries.reached();
    const args = [
      ...[`read=${canaries.file}`, `link=${canaries.file}`, `write=${own}<hostile`, "processes="],
      ...[`connect=127.0.0.1:${canaries.port}`, `unix=${canaries.socket}`, `unix=${canaries.abstractSocket}`],
    ];
    const output = execFileSync(attacker, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const got = attempts({ output } as EndedWorkload);
    expect(got.get(`read=${canaries.file}`)).toBe(canaries.secret);
    expect(got.get(`link=${canaries.file}`)).toBe(canaries.secret);
    for (const name of args.slice(2))
      expect([name, got.get(name)]).toEqual([name, expect.not.stringMatching(/^ERROR/)]);
    return waitUntil("the canaries have noticed", () => canaries.reached() === reached + 3);
  });
});

/** The image has busybox under one name only. */
function shellWithCommands(script: string): string {
  return `alias nc='busybox nc' sleep='busybox sleep'; PATH=/bin; mkdir() { busybox mkdir "$@"; }; nc() { busybox nc "$@"; }; sleep() { busybox sleep "$@"; }; ${script}`;
}
