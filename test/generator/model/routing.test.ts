import { describe, expect, it } from "vitest";
import { diagnose, load, modelOf, withKind } from "./support.js";

/** A kind with the virtual id `auto`; the first rule stands in line 8. */
const routing = (rules: string[], inputs = "", providers?: string): string =>
  withKind(
    `routing:\n  auto:\n    rules:\n${rules.map((rule) => `      - ${rule}`).join("\n")}${inputs}`,
    providers,
  );

const capable =
  "one: {module: ./src/one.ts, capabilities: {supportedRuntimes: [node, wasm]}}\ntwo: {module: ./src/two.ts, capabilities: {runtime: [oci], tier: gold}}";

describe("routing rules", () => {
  it("become a decision table: values in order, once, as lists", async () => {
    const manifest = routing([
      "{when: {runtime: [wasm, node, 2, 10, true]}, use: one}",
      "{when: {runtime: oci}, use: two}",
      "{use: one}",
    ]);
    expect((await modelOf(manifest)).kinds[0]?.routing).toEqual({
      auto: {
        rules: [
          { when: { runtime: [true, 2, 10, "node", "wasm"] }, use: "one" },
          { when: { runtime: ["oci"] }, use: "two" },
          { use: "one" },
        ],
      },
    });
    const closed = routing(
      ["{when: {runtime: [node, wasm]}, use: one}", "{when: {runtime: oci}, use: two}"],
      "\n    inputs: {runtime: [wasm, oci, node]}",
    );
    expect((await modelOf(closed)).kinds[0]?.routing.auto?.inputs).toEqual({
      runtime: ["node", "oci", "wasm"],
    });
  });

  it.each<[string, string, string[]]>([
    [
      "unknown providers, and virtual ids",
      routing(["{when: {a: 1}, use: tow}", "{when: {a: 2}, use: auto}", "{use: x}"]),
      [
        '8:33 manifest-routing-unknown-provider: a rule uses the unknown provider "tow"; known providers: [one two] (did you mean "two"?)',
        '9:33 manifest-routing-unknown-provider: a rule must use a provider; "auto" is a virtual id',
        '10:19 manifest-routing-unknown-provider: a rule uses the unknown provider "x"; known providers: [one two]',
      ],
    ],
    [
      "nothing about providers that cannot be read",
      routing(["{when: {a: 1}, use: one}", "{use: two}"], "", "- one\n- two"),
      ["11:7 manifest-invalid: kinds.storage.providers must be a mapping, got a list"],
    ],
    [
      "values that are listed twice",
      routing(["{when: {a: [1, '1', 1]}, use: one}", "{use: two}"], "\n    inputs: {a: [1, '1', 2, 2]}"),
      [
        "8:33 manifest-routing-duplicate-value: 1 is listed twice for a",
        "10:33 manifest-routing-duplicate-value: 2 is listed twice for a",
      ],
    ],
    [
      "conditions that are none",
      routing(["{when: {a: []}, use: one}", "{when: {}, use: one}", "{when: {a: {}}, use: one}"]),
      [
        "8:24 manifest-routing-never: without a value for a this rule can never match (leave a out to match any value)",
        "9:20 manifest-invalid: kinds.storage.routing.auto.rules[1].when must not be empty",
        "10:24 manifest-invalid: kinds.storage.routing.auto.rules[2].when.a must be a string, a number, true or false or a list, got a mapping",
      ],
    ],
    [
      "a gap, where the inputs are open",
      routing(["{when: {runtime: node}, use: one}"]),
      [
        '7:9 manifest-routing-gap: the rules of "auto" leave a gap: nothing takes other inputs (end with a rule without when, or declare the possible values under inputs)',
      ],
    ],
    [
      "a gap between declared values, with an example",
      routing(
        ["{when: {runtime: node}, use: one}", "{when: {runtime: oci, tier: gold}, use: two}"],
        "\n    inputs: {runtime: [node, oci], tier: [gold, silver], zone: [a, b]}",
      ),
      [
        '7:9 manifest-routing-gap: the rules of "auto" leave a gap: none matches runtime: oci, tier: silver (add a rule for it, or end with a rule without when)',
      ],
    ],
    [
      "overlaps, with an example, against the first rule that is in the way",
      routing([
        "{when: {runtime: [node, wasm]}, use: one}",
        "{when: {runtime: [oci, wasm]}, use: two}",
        "{when: {tier: gold}, use: two}",
        "{use: one}",
      ]),
      [
        "9:13 manifest-routing-overlap: this rule and an earlier one both match runtime: wasm (make their conditions exclude each other)",
        "10:13 manifest-routing-overlap: this rule and an earlier one both match runtime: node, tier: gold (make their conditions exclude each other)",
      ],
    ],
    [
      "rules that can never match: covered by one, after the rest, and a rest of nothing",
      routing([
        "{when: {runtime: [node, wasm]}, use: one}",
        "{when: {runtime: node, tier: gold}, use: two}",
        "{use: one}",
        "{when: {runtime: oci}, use: two}",
        "{use: two}",
      ]),
      [
        "9:13 manifest-routing-never: this rule can never match: an earlier rule takes all that it matches",
        "11:13 manifest-routing-never: this rule can never match: an earlier rule without when takes everything (put the rule without when last)",
        "12:13 manifest-routing-never: this rule can never match: an earlier rule without when takes everything (put the rule without when last)",
      ],
    ],
    [
      "a rest of nothing",
      routing(
        ["{when: {a: 1}, use: one}", "{when: {a: 2}, use: two}", "{use: one}"],
        "\n    inputs: {a: [1, 2]}",
      ),
      [
        "10:13 manifest-routing-never: this rule can never match: the earlier rules take all inputs (remove it)",
      ],
    ],
    [
      "inputs and values that are not declared",
      routing(
        ["{when: {runtme: node}, use: one}", "{when: {runtime: [node, ocI, 5]}, use: one}", "{use: two}"],
        "\n    inputs: {runtime: [node, oci]}",
      ),
      [
        '8:21 manifest-routing-unknown-input: "runtme" is not among the inputs of "auto": [runtime] (did you mean "runtime"?)',
        '9:37 manifest-routing-unknown-value: "ocI" is not among the values of runtime: [node oci] (did you mean "oci"?)',
        "9:42 manifest-routing-unknown-value: 5 is not among the values of runtime: [node oci]",
      ],
    ],
    [
      "values that a provider's capabilities exclude",
      routing(
        ["{when: {runtime: [node, oci]}, use: one}", "{when: {runtime: wasm}, use: two}", "{use: one}"],
        "",
        capable,
      ),
      [
        '8:37 manifest-routing-excluded: provider "one" would get runtime "oci", but supports: [node wasm]',
        '9:30 manifest-routing-excluded: provider "two" would get runtime "wasm", but supports: [oci]',
      ],
    ],
    [
      "excluded values among those that are left for a rule",
      routing(
        ["{when: {runtime: node}, use: one}", "{use: two}"],
        "\n    inputs: {runtime: [node, oci, wasm], tier: [gold]}",
        capable,
      ),
      ['9:19 manifest-routing-excluded: provider "two" would get runtime "wasm", but supports: [oci]'],
    ],
    [
      "excluded values of an input that a rule says nothing of",
      routing(
        ["{when: {tier: gold}, use: one}", "{when: {tier: tin}, use: two}"],
        "\n    inputs: {runtime: [node, oci], tier: [gold, tin]}",
        capable,
      ),
      [
        '8:39 manifest-routing-excluded: provider "one" would get runtime "oci", but supports: [node wasm]',
        '9:38 manifest-routing-excluded: provider "two" would get runtime "node", but supports: [oci]',
      ],
    ],
  ])("report %s", async (_, manifest, expected) => {
    expect(await diagnose(manifest)).toEqual(expected);
  });

  it("point at the other rule, and at the capabilities", async () => {
    const manifest = routing(
      ["{when: {runtime: oci}, use: one}", "{when: {runtime: oci, tier: gold}, use: two}", "{use: one}"],
      "",
      capable,
    );
    const { diagnostics } = await load(manifest);
    expect(
      diagnostics.map(({ code, related, provider }) => [
        code,
        provider,
        related?.[0]?.line,
        related?.[0]?.message,
      ]),
    ).toEqual([
      ["manifest-routing-excluded", "one", 12, 'the capabilities of provider "one"'],
      ["manifest-routing-never", undefined, 8, "the earlier rule"],
    ]);
  });
});
