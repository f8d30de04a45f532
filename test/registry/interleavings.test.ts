import fc from "fast-check";
import { expect, it } from "vitest";
import { ProviderLoadError } from "../../src/errors/provider-load-error.js";
import { ProviderNotFoundError } from "../../src/errors/provider-not-found-error.js";
import { createRegistry } from "../../src/registry/create-registry.js";
import { defineProvider } from "../../src/registry/define-provider.js";
import type { AnyRegistry } from "../../src/registry/registry-types.js";
import { kindDescription } from "./support/hand-made-kind.js";

type Step =
  | { readonly do: "register"; readonly id: string; readonly failures: number }
  | { readonly do: "unregister"; readonly id: string }
  | { readonly do: "get"; readonly id: string };

const id = fc.constantFrom("a", "b");
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("register" as const), id, failures: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("unregister" as const), id }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("get" as const), id }) },
);

/** One registration, and what became of its loads. */
interface Version {
  readonly number: number;
  readonly failures: number;
  started: number;
  running: number;
  mostRunning: number;
  succeeded: number;
}

it("serves every caller the provider that was registered when it called, loaded once, in any order of events", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 24 }), async (scheduler, steps) => {
      const registry: AnyRegistry = createRegistry<Version>(kindDescription("override"));
      const current = new Map<string, Version>();
      const versions: Version[] = [];
      const outcomes: Promise<void>[] = [];

      const register = (name: string, failures: number): void => {
        const version = {
          number: versions.length,
          failures,
          started: 0,
          running: 0,
          mostRunning: 0,
          succeeded: 0,
        };
        versions.push(version);
        const load = async (): Promise<Version> => {
          version.started++;
          version.running++;
          version.mostRunning = Math.max(version.mostRunning, version.running);
          await scheduler.schedule(Promise.resolve(), `load ${version.number}`);
          version.running--;
          if (version.started <= version.failures) throw new Error(`load ${version.number} failed`);
          version.succeeded++;
          return version;
        };
        registry.register(defineProvider({ id: name, load }));
        current.set(name, version);
      };

      const expectOutcome = async (name: string): Promise<void> => {
        const expected = current.get(name);
        const [outcome] = await Promise.allSettled([registry.get(name)]);
        if (expected === undefined) {
          expect(outcome.status === "rejected" && ProviderNotFoundError.isInstance(outcome.reason)).toBe(
            true,
          );
        } else if (outcome.status === "fulfilled") {
          expect(outcome.value).toBe(expected);
        } else {
          expect(ProviderLoadError.isInstance(outcome.reason)).toBe(true);
          expect(outcome.reason.message).toContain(`load ${expected.number} failed`);
        }
      };

      scheduler.scheduleSequence(
        steps.map((next) => async () => {
          if (next.do === "register") register(next.id, next.failures);
          else if (next.do === "unregister")
            expect(registry.unregister(next.id)).toBe(current.delete(next.id));
          else outcomes.push(expectOutcome(next.id));
        }),
      );
      await scheduler.waitIdle();
      await Promise.all(outcomes);

      expect(registry.ids()).toEqual([...current.keys()].sort());
      for (const version of versions) {
        expect(version.mostRunning).toBeLessThanOrEqual(1);
        expect(version.succeeded).toBeLessThanOrEqual(1);
        expect(version.started).toBeLessThanOrEqual(version.failures + 1);
      }
      for (const name of ["a", "b"]) {
        const loaded = registry.loaded(name);
        expect(loaded === undefined || loaded === current.get(name)).toBe(true);
        expect(loaded !== undefined).toBe(current.get(name)?.succeeded === 1);
      }
    }),
    { numRuns: 400 },
  );
});

it("always lists what a plain map would hold", () => {
  const change = fc.record({ add: fc.boolean(), id: fc.string({ minLength: 1, maxLength: 3 }) });
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 40 }),
      fc.constantFrom("override" as const, "first" as const),
      (changes, policy) => {
        const registry: AnyRegistry = createRegistry<number>(kindDescription(policy));
        const model = new Map<string, number>();
        for (const [number, { add, id: name }] of changes.entries()) {
          if (add) {
            registry.register(defineProvider({ id: name, provider: number }));
            if (policy === "override" || !model.has(name)) model.set(name, number);
          } else {
            expect(registry.unregister(name)).toBe(model.delete(name));
          }
          expect(registry.ids()).toEqual([...model.keys()].sort());
          expect(registry.list().map((description) => description.id)).toEqual(registry.ids());
        }
        for (const [name, number] of model) expect(registry.loaded(name)).toBe(number);
      },
    ),
  );
});
