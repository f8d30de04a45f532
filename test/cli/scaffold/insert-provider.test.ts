import { describe, expect, it } from "vitest";
import { CommandFailure } from "../../../src/cli/context.js";
import { insertProvider } from "../../../src/cli/scaffold/insert-provider.js";

const entry = { title: "Acme", module: "./src/acme/index.ts", capabilities: { runtime: ["node"] } };
const add = (text: string): string => insertProvider(text, "backend", "acme", entry);

/** The lines that an edit added; fails when it did anything else. */
function added(before: string, after: string): string {
  let start = 0;
  while (before[start] === after[start] && start < before.length) start++;
  let end = 0;
  while (before.at(-1 - end) === after.at(-1 - end) && end < before.length - start) end++;
  expect(start + end).toBe(before.length);
  return after.slice(start, after.length - end);
}

describe("insertProvider", () => {
  it("changes nothing but the lines of the entry", () => {
    const before = `# top
version: 1   # one
kinds:
  backend: # of all kinds
    title: "Backend"

    providers:
      # the first
      generic:
        module: './generic.ts' # tail
        # deprecated: not yet
        #   nor soon

  # the other kind
  migration:
    contract: ./x.ts#X
`;
    expect(add(before)).toBe(
      before.replace(
        "        #   nor soon\n",
        `        #   nor soon
      acme:
        title: Acme
        module: ./src/acme/index.ts
        capabilities:
          runtime:
            - node
`,
      ),
    );
  });

  it("writes the map where the kind has none, indented as the file is", () => {
    const before = "version: 1\nkinds:\n    backend:\n        contract: ./x.ts#X\n";
    expect(add(before)).toBe(
      `${before}        providers:
            acme:
                title: Acme
                module: ./src/acme/index.ts
                capabilities:
                    runtime:
                        - node
`,
    );
  });

  it.each([
    ["nothing", "    providers: # none yet\n    title: x\n", "    providers: # none yet\n      acme:\n"],
    ["{}", "    providers: {} # none yet\n    title: x\n", "    providers: # none yet\n      acme:\n"],
    ["a space and {}", "    providers:   {}\n", "    providers:\n      acme:\n"],
  ])("fills a map that is %s", (_, providers, expected) => {
    expect(add(`version: 1\nkinds:\n  backend:\n    contract: ./x.ts#X\n${providers}`)).toContain(expected);
  });

  it("adds to flow maps, in one line and in many", () => {
    const line = "version: 1\nkinds:\n  backend: {contract: c, providers: {generic: {module: m}}}\n";
    expect(added(line, add(line))).toBe(
      ', acme: {"title": "Acme", "module": "./src/acme/index.ts", "capabilities": {"runtime": ["node"]}}',
    );
    const empty = "version: 1\nkinds:\n  backend: {contract: c}\n";
    expect(add(empty)).toContain('{contract: c, providers: {"acme": {"title": "Acme"');
    const json = `${JSON.stringify({ version: 1, kinds: { backend: { providers: { generic: { module: "m" } } } } }, undefined, 2)}\n`;
    const after = add(json);
    expect(JSON.parse(after).kinds.backend.providers).toEqual({ generic: { module: "m" }, acme: entry });
    expect(after).toContain('        },\n        "acme": {\n          "title": "Acme",\n');
  });

  it("keeps CRLF line ends and a missing last one", () => {
    const before = "version: 1\r\nkinds:\r\n  backend:\r\n    providers:\r\n      a:\r\n        module: x";
    const after = add(before);
    expect(after.startsWith(before)).toBe(true);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("keeps the blank lines that belong to a text", () => {
    const before =
      "version: 1\nkinds:\n  backend:\n    providers:\n      a:\n        description: |+\n          text\n\n\n  other: {}\n";
    expect(add(before)).toContain("          text\n\n\n      acme:\n");
  });

  it("works with merge keys elsewhere in the manifest", () => {
    const before =
      "version: 1\nkinds:\n  backend:\n    providers:\n      a: &base\n        module: x\n      b:\n        <<: *base\n        title: B\n";
    expect(add(before)).toContain("        title: B\n      acme:\n");
  });

  it.each([
    ["an alias", "version: 1\nx: &p {a: {module: m}}\nkinds:\n  backend:\n    providers: *p\n"],
    ["a list", "version: 1\nkinds:\n  backend:\n    providers: []\n"],
    ["explicit keys", "version: 1\nkinds:\n  backend:\n    providers:\n      ? a\n      : module: x\n"],
    ["no manifest", "- a\n"],
    ["no YAML", "{"],
  ])("gives up on %s, with the entry to write by hand", (_, text) => {
    expect(() => add(text)).toThrow(CommandFailure);
    expect(() => add(text)).toThrow('write this entry yourself: {"acme":{"title":"Acme"');
  });
});
