import { describe, expect, expectTypeOf, it } from "vitest";
import { createIsolationRegistry } from "../../generated/isolation/registry.js";
import { createIsolation } from "../../src/isolation/create-isolation.js";
import { defineProvider } from "../../src/registry/define-provider.js";
import { temporaryFolder } from "../support/folders.js";

describe("routing", () => {
  it("sends each runtime where the manifest says, as a literal type", () => {
    const registry = createIsolationRegistry();
    const routed = registry.resolve("auto", { runtime: "node" }).id;
    expectTypeOf(routed).toEqualTypeOf<"isolate">();
    expect(routed).toBe("isolate");
    expectTypeOf(registry.resolve("auto", { runtime: "oci" }).id).toEqualTypeOf<"gvisor">();
    const table = ["archive", "go", "node", "oci", "python", "wasm"].map(
      (runtime) => registry.resolve("auto", { runtime }).id,
    );
    expect(table).toEqual(["microvm", "microvm", "isolate", "gvisor", "microvm", "isolate"]);
  });

  it("fails with the texts of the contract", () => {
    const registry = createIsolationRegistry();
    expect(() => registry.resolve("gvisor", { runtime: "node" })).toThrow(
      'backend "gvisor" does not support runtime "node"; supported: [oci]',
    );
    expect(() => registry.resolve("auto", { runtime: "cobol" })).toThrow(
      'backend "microvm" does not support runtime "cobol"',
    );
    registry.unregister("microvm");
    expect(() => registry.resolve("auto", { runtime: "go" })).toThrow('backend "microvm" is not registered');
    expect(() => registry.resolve("firecracker" as string, {})).toThrow(
      'backend "firecracker" is not registered',
    );
  });

  it("has the literal id of a backend as its static type, also at run time's own resolve", () => {
    const resolve = async (isolation: Awaited<ReturnType<typeof shipped>>, id: string, runtime: string) => {
      expectTypeOf((await isolation.resolve("auto", "node")).id).toEqualTypeOf<"isolate">();
      expectTypeOf((await isolation.resolve("auto", "wasm")).id).toEqualTypeOf<"isolate">();
      expectTypeOf((await isolation.resolve("auto", "oci")).id).toEqualTypeOf<"gvisor">();
      for (const other of ["archive", "go", "python"] as const)
        expectTypeOf((await isolation.resolve("auto", other)).id).toEqualTypeOf<"microvm">();
      const either = Math.random() < 2 ? "node" : "oci";
      expectTypeOf((await isolation.resolve("auto", either as "node" | "oci")).id).toEqualTypeOf<
        "gvisor" | "isolate"
      >();
      expectTypeOf((await isolation.resolve("gvisor", "oci")).id).toEqualTypeOf<"gvisor">();
      // What is known at run time only.
      expectTypeOf((await isolation.resolve("", "node")).id).toEqualTypeOf<string>();
      expectTypeOf((await isolation.resolve("auto", runtime)).id).toEqualTypeOf<
        "gvisor" | "isolate" | "microvm"
      >();
      expectTypeOf((await isolation.resolve(id, "node")).id).toEqualTypeOf<string>();
    };
    const shipped = () => createIsolation(createIsolationRegistry());
    expect(resolve).toBeTypeOf("function");
  });

  it("never goes to another backend when the right one cannot run here", async () => {
    const isolation = await createIsolation(
      createIsolationRegistry(),
      { backends: { gvisor: { runsc: "runsc-nowhere" }, microvm: { qemu: "qemu-nowhere" } } },
      { stateFolder: temporaryFolder() },
    );
    const backends = await isolation.list();
    expect(backends.map(({ name, availability }) => [name, availability.available])).toEqual([
      ["gvisor", false],
      ["isolate", true],
      ["microvm", false],
    ]);
    await expect(isolation.resolve("auto", "oci")).rejects.toMatchObject({
      code: "unavailable",
      message:
        'backend "gvisor" is not available: command "runsc-nowhere" not found; Debian has it in package runsc',
    });
    await expect(isolation.resolve("", "python")).rejects.toMatchObject({ code: "unavailable" });
    const { id } = await isolation.resolve("auto", "wasm");
    expectTypeOf(id).toEqualTypeOf<"isolate">();
    expect(id).toBe("isolate");
    await isolation.close();
  });

  it("lists a backend whose code cannot be loaded as not available, with the others beside it", async () => {
    const registry = createIsolationRegistry();
    registry.register(
      defineProvider({
        id: "microvm",
        schema: { type: "object" },
        capabilities: {
          name: "qemu",
          supported_runtimes: ["python"],
          supported_isolations: ["microvm"],
          max_concurrency: 4,
        },
        load: async () => await import("not-installed-anywhere" as string),
      }),
    );
    const isolation = await createIsolation(registry, {}, { stateFolder: temporaryFolder() });
    const listed = (await isolation.list()).find(({ name }) => name === "microvm");
    expect(listed).toMatchObject({
      capabilities: { name: "qemu", supported_runtimes: ["python"], max_concurrency: 4 },
      availability: { available: false, reason: expect.stringContaining('"not-installed-anywhere"') },
    });
    await expect(isolation.resolve("auto", "python")).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/^backend "microvm" is not available: cannot load/) as string,
    });
    expect((await isolation.resolve("auto", "node")).id).toBe("isolate");
    await isolation.cleanup("nothing");
    await isolation.close();
  });

  it("says every mistake of a config, and takes backends of others", async () => {
    const mistaken = {
      default: "weak",
      backends: { isolate: { limits: { memory_mb: 1 } }, gvisor: { platform: "xen" } },
    };
    await expect(createIsolation(createIsolationRegistry(), mistaken)).rejects.toMatchObject({
      code: "invalid_config",
      message: expect.stringMatching(
        /"weak" is not registered.*gvisor\.platform.*isolate\.limits\.memory_mb/,
      ) as string,
    });
    const own = defineProvider({
      id: "acme:jail",
      schema: { type: "object" },
      capabilities: { supported_runtimes: ["node"] },
      provider: {
        id: "acme:jail",
        create: () => ({
          id: "acme:jail",
          capabilities: () => ({
            name: "jail",
            supported_runtimes: ["node" as const],
            supported_isolations: ["jail"],
            max_concurrency: 1,
          }),
          available: async () => ({ available: true as const, details: {} }),
          execute: async () => {
            throw new Error("not used");
          },
          cleanup: async () => {},
          close: async () => {},
        }),
      },
    });
    const registry = createIsolationRegistry();
    registry.register(own);
    const isolation = await createIsolation(registry, { default: "acme:jail" });
    expect((await isolation.resolve("", "node")).id).toBe("acme:jail");
    expect(isolation.capabilities().map(({ name }) => name)).toEqual([
      "acme:jail",
      "gvisor",
      "isolate",
      "microvm",
    ]);
  });
});
