import { describe, expect, it } from "vitest";
import { ProviderLoadError } from "../../src/errors/provider-load-error.js";
import { createRegistry } from "../../src/registry/create-registry.js";
import { defineProvider } from "../../src/registry/define-provider.js";
import { kindDescription, kindTable, type Runner } from "./support/hand-made-kind.js";

const registryOf = (load: () => Runner | Promise<Runner>, npm: Record<string, string> = {}) =>
  createRegistry<Runner>(kindDescription()).register(
    defineProvider({ id: "acme:x", requires: { npm }, load }),
  );

describe("loading a provider", () => {
  it("can be tried again after it has failed, also in the handler of the failure", async () => {
    let calls = 0;
    const registry = registryOf(async () => {
      calls++;
      if (calls < 3) throw new Error(`failure ${calls}`);
      return { name: "x" };
    });
    const retried = registry.get("acme:x").catch(() => registry.get("acme:x"));
    await expect(retried).rejects.toThrow('cannot load backend provider "acme:x": failure 2');
    expect(await registry.get("acme:x")).toEqual({ name: "x" });
    expect(calls).toBe(3);
  });

  it("gives every waiting caller the same failure", async () => {
    const registry = registryOf(() => Promise.reject(new Error("no")));
    const [one, two] = await Promise.allSettled([registry.get("acme:x"), registry.get("acme:x")]);
    expect(one.status === "rejected" && two.status === "rejected" && one.reason === two.reason).toBe(true);
  });

  it("does not matter how the loader fails", async () => {
    const thrown = registryOf(() => {
      throw "text";
    });
    await expect(thrown.get("acme:x")).rejects.toThrow('cannot load backend provider "acme:x": text');
    const nothing = registryOf(() => undefined as never);
    await expect(nothing.get("acme:x")).rejects.toThrow(
      "instead of a provider; does the module have the export?",
    );
    const long = registryOf(() => Promise.reject(new Error("first line\n  at somewhere")));
    await expect(long.get("acme:x")).rejects.toThrow(/first line$/);
  });

  it("names the package that is missing, and how to install it", async () => {
    const load = () => import("provc-package-that-is-not-there/deep/file.js" as string) as Promise<Runner>;
    const asked = await registryOf(load, { "provc-package-that-is-not-there": "^1.2.0" })
      .get("acme:x")
      .catch((error: unknown) => error);
    // vitest words resolution failures its own way, so the error that Node gives is made here.
    expect(ProviderLoadError.isInstance(asked)).toBe(true);
    const missing = Object.assign(new Error("Cannot find package 'pg' imported from /x/y.js"), {
      code: "ERR_MODULE_NOT_FOUND",
    });
    const error = await registryOf(() => Promise.reject(missing), { pg: "^8.23.1" })
      .get("acme:x")
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      message:
        'cannot load backend provider "acme:x": the package "pg" is not installed; install it with: npm install pg@^8.23.1',
      code: "provider_load_failed",
      missingPackage: "pg",
      cause: missing,
    });
  });

  it.each([
    ["Cannot find package '@scope/name' imported from /x", "@scope/name"],
    ["Cannot find module 'lodash/fp'\nRequire stack:\n- /x", "lodash"],
    ["Cannot find module '@a/b/c/d.js'\nRequire stack:", "@a/b"],
    ["Cannot find module '/abs/file.js' imported from /x", undefined],
    ["Cannot find module './near.js'", undefined],
    ["Cannot find module 'C:\\x\\y.js'", undefined],
  ])("reads the package's name out of %j", async (message, expected) => {
    const cause = Object.assign(new Error(message), { code: "MODULE_NOT_FOUND" });
    const wrapped = new Error("wrapped", { cause });
    const error = await registryOf(() => Promise.reject(wrapped))
      .get("acme:x")
      .catch((reason: unknown) => reason);
    expect((error as ProviderLoadError).missingPackage).toBe(expected);
  });

  it("says when it is the validator that cannot be loaded", async () => {
    const table = kindTable(["alpha"]);
    const broken = { ...table.providers.alpha, validator: () => Promise.reject(new Error("gone")) };
    const registry = createRegistry<Runner>({ ...table, providers: { alpha: broken as never } });
    await expect(registry.validate("alpha" as string, {})).rejects.toThrow(
      'cannot load the validator of backend provider "alpha": gone',
    );
  });

  it("finishes a load that was under way when its provider was replaced, and keeps it apart", async () => {
    const registry = createRegistry<Runner>(kindDescription("override"));
    let finish = (_runner: Runner): void => {};
    registry.register(
      defineProvider({ id: "acme:x", load: () => new Promise<Runner>((resolve) => (finish = resolve)) }),
    );
    const old = registry.get("acme:x");
    registry.register(defineProvider({ id: "acme:x", load: async () => ({ name: "new" }) }));
    const fresh = registry.get("acme:x");
    await Promise.resolve();
    finish({ name: "old" });
    expect(await old).toEqual({ name: "old" });
    expect(await fresh).toEqual({ name: "new" });
    expect(registry.loaded("acme:x")).toEqual({ name: "new" });
  });

  it("is not needed for a provider that is given as it is", async () => {
    const provider = { name: "given" };
    const registry = createRegistry<Runner>(kindDescription()).register(
      defineProvider({ id: "acme:x", provider }),
    );
    expect(registry.loaded("acme:x")).toBe(provider);
    expect(await registry.get("acme:x")).toBe(provider);
  });
});
