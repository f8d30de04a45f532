import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { writeLayout } from "../../isolation/support/layout.js";
import { leftovers } from "../../isolation/support/leftovers.js";
import { tar } from "../../isolation/support/tar.js";
import { waitUntil } from "../../support/wait-until.js";
import { servedProject } from "../api/support/served-project.js";
import { preparedMicrovm } from "./support/prepared.js";

const busybox = { name: "bin/busybox", content: readFileSync("/bin/busybox"), mode: 0o755 };
const shell = { name: "bin/sh", type: "2", linkName: "busybox" } as const;
const script = "busybox cat; echo $GREETING; echo error >&2; exit 5";
const config = { Entrypoint: ["/bin/sh", "-c"], Cmd: [script], Env: ["PATH=/bin", "GREETING=hello"] };

/** An image layout as an uploaded archive. */
function packed(layout: string): string {
  const blobs = readdirSync(join(layout, "blobs/sha256")).map((name) => `blobs/sha256/${name}`);
  const entries = ["oci-layout", "index.json", ...blobs].map((name) => ({
    name,
    content: readFileSync(join(layout, name)),
  }));
  return gzipSync(tar(entries)).toString("base64");
}

it("runs OCI images through the API, under gVisor and in virtual machines", async () => {
  const project = servedProject();
  const { kernel } = (await preparedMicrovm()) as { kernel: string };
  const document = {
    project: { name: "shop" },
    isolation: { default: "auto", state: "./state", backends: { microvm: { kernel, accelerator: "tcg" } } },
  };
  writeFileSync(join(project.folder, "stagecraft.yml"), JSON.stringify(document));
  const images = join(project.folder, "images");
  const layout = join(images, "shell");
  mkdirSync(images);
  writeLayout(layout, [
    { layers: [[{ name: "bin", type: "5", mode: 0o755 }, busybox, shell]], config },
    { layers: [[busybox]], config: { Entrypoint: ["/bin/busybox", "echo", "two"] }, tag: "2" },
  ]);
  const damaged = join(images, "damaged");
  writeLayout(damaged, [{ layers: [Buffer.from("no layer at all".repeat(100))], config }]);
  const server = await project.start(["--images", images]);
  const run = async (workload: object) =>
    (await server.ask("POST", "/v1/workloads", { runtime: "oci", ...workload })).body;
  const text = ({ output }: { output: string }): string => Buffer.from(output, "base64").toString();

  for (const [isolation, used, timeout_s] of [
    ["auto", "gvisor", 30],
    ["microvm", "microvm", 110],
  ] as const) {
    const resources = { timeout_s };
    const record = await run({ image: "shell", reference: "1", isolation, input: { n: 1 }, resources });
    expect(record.error).toBeUndefined();
    expect(record).toMatchObject({ status: "completed", isolation_used: used, exit_code: 5 });
    expect(text(record)).toBe('{"n":1}hello\n');
    const { lines } = (await server.ask("GET", `/v1/workloads/${record.id}/logs/history`)).body;
    expect(lines.map(({ line }: { line: string }) => line).sort()).toEqual(["error", '{"n":1}hello']);
    const bad = await run({ image: "damaged", isolation });
    expect(bad).toMatchObject({
      status: "failed",
      reason: "start",
      error: "the archive is damaged, or no tar archive",
    });
  }
  expect(text(await run({ image: "shell", reference: "2" }))).toBe("two\n");
  const alone = join(project.folder, "alone");
  writeLayout(alone, [{ layers: [[{ name: "bin", type: "5", mode: 0o755 }, busybox, shell]], config }]);
  const uploaded = await run({ code_archive: packed(alone), args: ["echo uploaded"] });
  expect(uploaded).toMatchObject({ status: "completed", exit_code: 0 });
  expect(text(uploaded)).toBe("uploaded\n");

  const missing = await server.ask("POST", "/v1/workloads", { runtime: "oci", image: "../alone" });
  expect(missing).toMatchObject({ status: 400, body: { error: 'there is no image "../alone"' } });
  const fetched = await server.ask("POST", "/v1/workloads", {
    runtime: "oci",
    reference: "127.0.0.1:1/app:1",
  });
  expect(fetched.status).toBe(400);

  const { id } = (
    await server.ask("POST", "/v1/workloads/async", {
      ...{ runtime: "oci", image: "shell", reference: "1", args: ["echo up; busybox sleep 600"] },
      resources: { timeout_s: 25 },
    })
  ).body;
  await waitUntil("it is up", async () => {
    const { body } = await server.ask("GET", `/v1/workloads/${id}/logs/history`);
    return body.lines.length === 1;
  });
  expect((await server.ask("DELETE", `/v1/workloads/${id}`)).body).toMatchObject({ status: "killed" });
  expect(await server.end("SIGTERM")).toBe(0);
  expect(leftovers(join(project.folder, "state"))).toEqual([]);
});
