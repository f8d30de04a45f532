import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "libsql";
import { describe, expect, it } from "vitest";
import { createApi } from "../../src/api/index.js";
import { temporaryFolder } from "../support/folders.js";
import { testApi } from "./support/api-client.js";

const run = async (api: Awaited<ReturnType<typeof testApi>>, script: object, more: object = {}) => {
  const json = { runtime: "node", code: JSON.stringify(script), ...more };
  return (await (await api.request("POST", "/v1/workloads", { json })).json()) as Record<string, unknown>;
};
const opening = (database: string): Promise<unknown> => createApi({ registries: [], database });

describe("a database that is kept", () => {
  it("gives everything back to the next server", async () => {
    const database = path.join(temporaryFolder(), "workloads.db");
    const first = await testApi({ database });
    const record = await run(first, { log: ["a\u20ac"], err: ["b"], exit: 2 }, { input: [1] });
    const log = await first.get(`/v1/workloads/${record.id}/logs/history`);
    await first.api.close();
    expect(statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    const second = await testApi({ database });
    expect(await second.get(`/v1/workloads/${record.id}`)).toEqual(record);
    expect(await second.get(`/v1/workloads/${record.id}/logs/history`)).toEqual(log);
    expect((await second.get("/v1/stats")).by_status).toMatchObject({ completed: 1 });
  });

  it("holds neither code nor input, environment or arguments", async () => {
    const database = path.join(temporaryFolder(), "workloads.db");
    const server = await testApi({ database });
    const canary = "canary-5e1f";
    const json = { runtime: "node", code: `{"output":1,"note":"${canary}"}`, input: { canary } };
    const more = { env: { TOKEN: canary }, args: [canary] };
    const response = await server.request("POST", "/v1/workloads", { json: { ...json, ...more } });
    expect(await response.text()).not.toContain(canary);
    await server.api.close();
    expect(readFileSync(database).includes(canary)).toBe(false);
  });

  it("is one server's at a time", async () => {
    const database = path.join(temporaryFolder(), "workloads.db");
    const server = await testApi({ database });
    await expect(opening(database)).rejects.toThrow(`database ${database}: another server is using it`);
    expect((await run(server, {})).status).toBe("completed");
    await server.api.close();
    const next = await createApi({ registries: [], database });
    await next.close();
  });
});

describe("a file that is no database of workloads", () => {
  it("is refused and left as it is", async () => {
    const folder = temporaryFolder();
    const foreign = path.join(folder, "foreign.db");
    const theirs = new Database(foreign);
    theirs.exec("create table workloads (a); insert into workloads values (1)");
    theirs.close();
    const noise = path.join(folder, "noise.db");
    writeFileSync(noise, "this is a text, and a long one\n".repeat(100));
    for (const [file, reason] of [
      [foreign, "it holds something else"],
      [noise, "file is not a database"],
    ] as const) {
      const before = readFileSync(file);
      await expect(opening(file)).rejects.toThrow(`database ${file}: ${reason}`);
      expect(readFileSync(file).equals(before), reason).toBe(true);
    }
    await expect(opening(folder)).rejects.toThrow(`database ${folder}: the file cannot be opened`);
    await expect(opening(path.join(folder, "none/x.db"))).rejects.toThrow("the file cannot be opened");
  });

  it("is refused when it has been cut off", async () => {
    const folder = temporaryFolder();
    const [database, cut] = [path.join(folder, "workloads.db"), path.join(folder, "cut.db")];
    const server = await testApi({ database });
    await run(server, { log: Array(50).fill("x".repeat(1000)) });
    await server.api.close();
    copyFileSync(database, cut);
    truncateSync(cut, 8192);
    await expect(opening(cut)).rejects.toThrow(/^database .*cut\.db: database disk image is malformed$/);
  });

  it("is refused when a newer version has made it", async () => {
    const database = path.join(temporaryFolder(), "workloads.db");
    await ((await createApi({ registries: [], database })) as { close(): Promise<void> }).close();
    const client = new Database(database);
    client.exec("pragma user_version = 99");
    client.close();
    await expect(opening(database)).rejects.toThrow("it was made by a newer version of provc");
  });
});

describe("how large it becomes", () => {
  it("forgets the oldest when its content is too large, and never what has just ended", async () => {
    const server = await testApi({ limits: { databaseBytes: 400_000 } });
    const ids: unknown[] = [];
    const log = Array(50).fill("x".repeat(1000));
    for (let index = 0; index < 12; index++) ids.push((await run(server, { log })).id);
    const { workloads, total } = await server.get("/v1/workloads");
    expect(total).toBeGreaterThan(3);
    expect(total).toBeLessThan(9);
    expect(workloads.map(({ id }: { id: string }) => id)).toEqual([...ids].reverse().slice(0, total));
    expect((await server.request("GET", `/v1/workloads/${ids[0]}/logs`)).status).toBe(404);
    const small = await testApi({ limits: { databaseBytes: 1 } });
    const { id } = await run(small, { log });
    expect((await small.get(`/v1/workloads/${id}/logs/history`)).lines).toHaveLength(50);
  });

  it("grows no more than it has to, when the file is used again and again", async () => {
    const database = path.join(temporaryFolder(), "workloads.db");
    const sizes: number[] = [];
    for (let round = 0; round < 3; round++) {
      const server = await testApi({ database, limits: { finishedWorkloads: 5 } });
      for (let index = 0; index < 10; index++) await run(server, { log: Array(20).fill("x".repeat(1000)) });
      await server.api.close();
      sizes.push(statSync(database).size);
    }
    expect(sizes[2]).toBe(sizes[1]);
    const server = await testApi({ database, limits: { finishedWorkloads: 2 } });
    expect((await server.get("/v1/workloads")).total, "a lower limit holds from the start").toBe(2);
  });
});
