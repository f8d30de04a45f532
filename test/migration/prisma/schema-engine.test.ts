import { expect, test } from "vitest";
import { SchemaEngine, withoutTrace } from "../../../src/migration/prisma/schema-engine.js";

/** A driver adapter whose queries give what the test wants. */
function adapterFactory(answer: () => Promise<unknown>): object {
  const adapter = {
    provider: "sqlite",
    adapterName: "test",
    queryRaw: answer,
    executeRaw: answer,
    executeScript: answer,
    dispose: async () => ({ ok: true, value: undefined }),
    startTransaction: answer,
  };
  return {
    provider: "sqlite",
    adapterName: "test",
    errorRegistry: { consumeError: () => undefined },
    connect: async () => ({ ok: true, value: adapter }),
    connectToShadowDb: answer,
  };
}

const noRows = async () => ({ ok: true, value: { columnNames: [], columnTypes: [], rows: [] } });

test("a panic in the middle of a call rejects it, in one line, and leaves the process and later engines whole", async () => {
  const engine = await SchemaEngine.open(adapterFactory(noRows));
  // What the module cannot read it answers with a panic, in a microtask of its own.
  const broken = { name: undefined, sql: "" } as unknown as { name: string; sql: string };
  await expect(engine.apply(broken)).rejects.toThrow(/^Prisma's schema engine broke: [^\n]+$/);
  // That instance is of no use any more, another one is.
  await expect(engine.apply({ name: "a", sql: "" })).rejects.toThrow("Prisma's schema engine broke: ");
  const other = await SchemaEngine.open(adapterFactory(noRows));
  await expect(other.markRolledBack("a")).rejects.toThrow(/^(?!.*broke)/);
});

test("calls that are under way when another one panics are rejected too", async () => {
  const waiting = await SchemaEngine.open(adapterFactory(() => new Promise(() => {})));
  const engine = await SchemaEngine.open(adapterFactory(noRows));
  const call = waiting.markRolledBack("a");
  const broken = { name: undefined, sql: "" } as unknown as { name: string; sql: string };
  await expect(engine.apply(broken)).rejects.toThrow("broke");
  await expect(call).rejects.toThrow("broke");
});

test.each([
  ['near "x": syntax error\n   0: sql_schema_connector::apply\n   1: x', 'near "x": syntax error'],
  ["external connector error\nError querying the database: ERROR: no such thing\n   0: x", "no such thing"],
  ["a\nb", "a\nb"],
])("the trace through Prisma's source is cut off: %j", (message, text) => {
  expect(withoutTrace(message)).toBe(text);
});
