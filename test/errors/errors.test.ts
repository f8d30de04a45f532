import { describe, expect, it } from "vitest";
import { DuplicateProviderError } from "../../src/errors/duplicate-provider-error.js";
import { EmptyIdError } from "../../src/errors/empty-id-error.js";
import { InvalidConfigError } from "../../src/errors/invalid-config-error.js";
import { NoRouteError } from "../../src/errors/no-route-error.js";
import { ProvcError } from "../../src/errors/provc-error.js";
import { ProviderLoadError } from "../../src/errors/provider-load-error.js";
import { ProviderNotFoundError } from "../../src/errors/provider-not-found-error.js";
import { printable, quote } from "../../src/errors/quote.js";
import { RegistrySealedError } from "../../src/errors/registry-sealed-error.js";
import { TargetNotAbleError } from "../../src/errors/target-not-able-error.js";
import { TargetNotRegisteredError } from "../../src/errors/target-not-registered-error.js";
import { WrongKindError } from "../../src/errors/wrong-kind-error.js";

const backend = { id: "backend", noun: "provider" };
const engine = { id: "migration", noun: "engine" };
const isolation = { id: "isolation", noun: "backend" };
const issue = { code: "invalid-config", message: "a is required", path: [], target: "key" } as const;

/** Codes and texts are contract: programs compare the codes, people and other systems' tests know the texts. */
const all: readonly [ProvcError, string, string][] = [
  [new ProviderNotFoundError(backend, "x", []), "provider_not_found", 'unknown backend provider "x"'],
  [new ProviderNotFoundError(engine, "x", []), "provider_not_found", 'unknown migration engine "x"'],
  [
    new DuplicateProviderError(backend, "x"),
    "duplicate_provider",
    'backend provider registration: duplicate ID "x"',
  ],
  [new EmptyIdError(engine), "empty_id", "migration engine registration: empty ID"],
  [
    new WrongKindError(backend, "raw", "migration"),
    "wrong_kind",
    'backend provider registration: "raw" is of kind "migration"',
  ],
  [
    new RegistrySealedError(backend, "x"),
    "registry_sealed",
    'backend provider registration: the registry is sealed (ID "x")',
  ],
  [
    new InvalidConfigError(backend, "x", [issue]),
    "invalid_config",
    'invalid config for backend provider "x": a is required',
  ],
  [
    new InvalidConfigError(backend, "x", [issue, issue, issue]),
    "invalid_config",
    'invalid config for backend provider "x": a is required (and 2 more)',
  ],
  [
    new ProviderLoadError(backend, "x", new Error("no")),
    "provider_load_failed",
    'cannot load backend provider "x": no',
  ],
  [new NoRouteError(isolation, "auto", { runtime: "x" }), "no_route", 'no auto-routing rule for runtime "x"'],
  [
    new NoRouteError(isolation, "auto", { runtime: "x", gpu: true, region: undefined }),
    "no_route",
    'no auto-routing rule for runtime "x" and gpu true and without region',
  ],
  [new NoRouteError(isolation, "auto", {}), "no_route", "no auto-routing rule"],
  [
    new TargetNotRegisteredError(isolation, "microvm", []),
    "target_not_registered",
    'backend "microvm" is not registered',
  ],
  [
    new TargetNotAbleError(isolation, "gvisor", {
      input: "runtime",
      value: "go",
      supported: ["oci", "wasm"],
    }),
    "target_not_able",
    'backend "gvisor" does not support runtime "go"; supported: [oci wasm]',
  ],
];

describe.each(all)("%s", (error, code, message) => {
  it("has its code and text", () => {
    expect(error.code).toBe(code);
    expect(error.message).toBe(message);
  });

  it("is an Error with a stack that starts with its name, and is its class and no other", () => {
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(error.constructor.name);
    expect(error.stack).toContain(message);
    expect(Object.keys(error)).not.toContain("name");
    expect(ProvcError.isInstance(error)).toBe(true);
    const classes = [...new Set(all.map(([other]) => other.constructor as typeof ProviderNotFoundError))];
    const recognised = classes.filter((errorClass) => errorClass.isInstance(error));
    expect(recognised).toEqual([error.constructor]);
  });
});

describe("a kind's words", () => {
  it.each([
    [{ id: "backend", noun: "backend" }, 'unknown backend "x"'],
    [{ id: "isolation-backend", noun: "backend" }, 'unknown isolation backend "x"'],
    [{ id: "speech-to-text", noun: "provider" }, 'unknown speech to text provider "x"'],
  ])("are %j", (kind, message) => {
    expect(new ProviderNotFoundError(kind, "x", []).message).toBe(message);
  });
});

describe("quoting", () => {
  it.each([
    ['a"b', '"a\\"b"'],
    ["a\nb\u0007", '"a\\nb\\u0007"'],
    ["a\u2028b\u202ec\u0085", '"a\\u2028b\\u202ec\\u0085"'],
    ["é😀", '"é😀"'],
    ["x".repeat(500), `"${"x".repeat(119)}…"`],
  ])("makes %j fit for one line", (text, expected) => {
    expect(quote(text)).toBe(expected);
  });

  it("escapes control characters of any text", () => {
    expect(printable("a\r\n\u001b[31mred")).toBe("a\\u000d\\u000a\\u001b[31mred");
  });
});
