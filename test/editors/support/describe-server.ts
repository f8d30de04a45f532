import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { LanguageServer } from "./language-server.js";
import { play } from "./play.js";
import { type RelayIds, relay } from "./relay-manifest.js";
import { completions, hovers, refusals } from "./scenarios.js";
import { documentEditorSchema } from "./schemas.js";
import type { ServerDescription } from "./servers.js";
import { shippedScenarios } from "./shipped-scenarios.js";

const repository = path.resolve(import.meta.dirname, "../../..");
const shippedSchema = path.join(repository, "generated/schemas/document.editor.schema.json");

/**
 * Acts every scenario out on one server. The server waits a while before it says what is wrong, so scenarios that have
 * their document open at the same time take little longer than one.
 */
export function describeServer(description: ServerDescription, counts: readonly number[]): void {
  describe(description.name, () => {
    describe.each(counts)("with %i providers of each kind", (count) => {
      let server: LanguageServer;
      let ids: RelayIds;
      beforeAll(async () => {
        const { model, ids: own } = await relay(count);
        ids = own;
        server = await LanguageServer.start(description);
        await server.attach(documentEditorSchema(model));
      });
      afterAll(() => server?.stop());
      describe.concurrent("completes", () => {
        it.each(completions)("$name", (scenario) => play(server, scenario, ids));
      });
      describe.concurrent("refuses", () => {
        it.each(refusals)("$name", (scenario) => play(server, scenario, ids));
      });
      describe.concurrent("explains", () => {
        it.each(hovers)("$name", (scenario) => play(server, scenario, ids));
      });
    });

    describe("with the shipped schema", () => {
      let server: LanguageServer;
      beforeAll(async () => {
        server = await LanguageServer.start(description);
        await server.attach(JSON.parse(readFileSync(shippedSchema, "utf8")) as object);
      });
      afterAll(() => server?.stop());
      describe.concurrent("has", () => {
        it.each(shippedScenarios)("$name", (scenario) =>
          play(server, scenario, { caches: [], usable: [], sinks: [] }),
        );
      });
    });
  });
}
