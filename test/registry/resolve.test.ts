import { describe, expect, it } from "vitest";
import { NoRouteError } from "../../src/errors/no-route-error.js";
import { TargetNotAbleError } from "../../src/errors/target-not-able-error.js";
import { TargetNotRegisteredError } from "../../src/errors/target-not-registered-error.js";
import { createRegistry } from "../../src/registry/create-registry.js";
import { defineProvider } from "../../src/registry/define-provider.js";
import type { AnyRegistry } from "../../src/registry/registry-types.js";

const routing = {
  auto: {
    rules: [
      { when: { runtime: ["node", "wasm"] }, use: "isolate" },
      { when: { runtime: ["oci"] }, use: "gvisor" },
      { when: { runtime: ["go", "python"] }, use: "microvm" },
    ],
  },
  any: { rules: [{ when: { gpu: [true], memory: [512, 1024] }, use: "gvisor" }, { use: "microvm" }] },
};

function isolation(...ids: string[]): AnyRegistry {
  const runtimes: Record<string, string[]> = {
    isolate: ["node", "wasm"],
    gvisor: ["oci"],
    microvm: ["go", "python", "node"],
  };
  return ids.reduce<AnyRegistry>(
    (registry, id) =>
      registry.register(
        defineProvider({ id, capabilities: { supported_runtimes: runtimes[id] }, provider: id }),
      ),
    createRegistry<string>({ id: "isolation", noun: "backend", routing }),
  );
}
const full = isolation("isolate", "gvisor", "microvm");

describe("a virtual id", () => {
  it.each([
    ["node", "isolate", 0, 'auto → isolate, because runtime "node" is one of: node, wasm'],
    ["oci", "gvisor", 1, 'auto → gvisor, because runtime is "oci"'],
    ["go", "microvm", 2, 'auto → microvm, because runtime "go" is one of: go, python'],
  ])("goes by the first row that matches: %s", (runtime, id, rule, explanation) => {
    expect(full.resolve("auto", { runtime })).toMatchObject({ id, virtual: "auto", rule, explanation });
  });

  it("explains every row up to the deciding one", () => {
    expect(full.resolve("auto", { runtime: "go" }).steps).toEqual([
      {
        index: 0,
        rule: routing.auto.rules[0],
        matched: false,
        reason: 'runtime "go" is none of: node, wasm',
      },
      { index: 1, rule: routing.auto.rules[1], matched: false, reason: 'runtime "go" is not "oci"' },
      { index: 2, rule: routing.auto.rules[2], matched: true, reason: 'runtime "go" is one of: go, python' },
    ]);
  });

  it("needs all conditions of a row, compares without conversion, and ends at the row without any", () => {
    expect(full.resolve("any", { gpu: true, memory: 512 }).id).toBe("gvisor");
    expect(full.resolve("any", { gpu: true, memory: 256 }).id).toBe("microvm");
    expect(full.resolve("any", { gpu: "true", memory: 512 }).id).toBe("microvm");
    expect(full.resolve("any")).toMatchObject({
      id: "microvm",
      rule: 1,
      explanation: "any → microvm, because it takes everything else",
    });
  });

  it("fails when no row matches, in the words of the rules", () => {
    expect(() => full.resolve("auto", { runtime: "x" })).toThrow(NoRouteError);
    expect(() => full.resolve("auto", { runtime: "x" })).toThrow('no auto-routing rule for runtime "x"');
    expect(() => full.resolve("auto", {})).toThrow("no auto-routing rule without runtime");
    expect(() => full.resolve("auto", Object.create({ runtime: "node" }))).toThrow(NoRouteError);
  });

  it("fails when its target is not registered", () => {
    const partial = isolation("isolate");
    expect(() => partial.resolve("auto", { runtime: "go" })).toThrow('backend "microvm" is not registered');
    try {
      partial.resolve("auto", { runtime: "go" });
    } catch (error) {
      expect(error).toMatchObject({
        code: "target_not_registered",
        id: "microvm",
        virtual: "auto",
        available: ["isolate"],
      });
    }
  });

  it("fails when the capabilities of its target exclude the input", () => {
    const registry = isolation("gvisor", "microvm").register(
      defineProvider({ id: "isolate", capabilities: { runtimes: ["wasm"] }, provider: "x" }),
    );
    expect(() => registry.resolve("auto", { runtime: "node" })).toThrow(
      'backend "isolate" does not support runtime "node"; supported: [wasm]',
    );
    expect(registry.resolve("auto", { runtime: "wasm" }).id).toBe("isolate");
  });

  it("is no provider, and its name is taken", async () => {
    expect(full.has("auto")).toBe(false);
    expect(full.ids()).not.toContain("auto");
    await expect(full.get("auto")).rejects.toThrow('unknown isolation backend "auto"');
    expect(() => full.register(defineProvider({ id: "auto", provider: "x" }))).toThrow(
      'isolation backend registration: duplicate ID "auto"',
    );
  });
});

describe("an id of its own", () => {
  it("is checked for being there, and for being able", () => {
    expect(full.resolve("microvm", { runtime: "node" })).toEqual({
      id: "microvm",
      steps: [],
      explanation: "microvm, as asked for",
    });
    expect(() => full.resolve("microvn")).toThrow(TargetNotRegisteredError);
    expect(() => full.resolve("microvn")).toThrow('backend "microvn" is not registered');
    expect(() => full.resolve("gvisor", { runtime: "node" })).toThrow(TargetNotAbleError);
  });

  it("is not excluded by capabilities that say nothing of the input", () => {
    expect(full.resolve("gvisor", { region: "eu" }).id).toBe("gvisor");
    expect(full.resolve("gvisor", { runtime: undefined }).id).toBe("gvisor");
  });
});
