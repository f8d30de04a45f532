import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { convertText } from "../../src/document/convert-text.js";
import { interpolateText } from "../../src/document/interpolate-text.js";
import { check, lines } from "./support.js";

const generic = (rest: string): string =>
  `project: {name: x}\nbackend:\n  provider: generic\n  providers:\n    generic:\n      dev: {command: [a], ${rest}}\n`;

describe("references to variables", () => {
  const env = { NAME: "shop", EMPTY: "", ODD: "${NAME} $${x} }" };
  it.each<[string, string]>([
    ["${NAME}", "shop"],
    ["a ${NAME}-${NAME} b", "a shop-shop b"],
    ["${EMPTY}", ""],
    ["${EMPTY:-none}", "none"],
    ["${NOT_SET:-}", ""],
    ["${NOT_SET:-a b: c}", "a b: c"],
    ["${NOT_SET:-${NAME}}", "shop"],
    ["${NOT_SET:-${ALSO_NOT:-x}y}z", "xyz"],
    ["${NAME:-${NOT_SET}}", "shop"],
    ["$${NAME}", "${NAME}"],
    ["$$${NAME}", "$${NAME}"],
    ["$NAME $ {NAME} }", "$NAME $ {NAME} }"],
    ["${ODD}", "${NAME} $${x} }"],
  ])("%s", (text, expected) => {
    expect(interpolateText(text, env)).toMatchObject({ text: expected, missing: [], malformed: false });
  });

  it.each(["${", "${}", "${1A}", "${A B}", "${NAME", "${NAME:-x", "${NAME:x}", "${NAME-x}", "a ${NAME} ${"])(
    "%s is malformed",
    (text) => {
      expect(interpolateText(text, env)).toMatchObject({ text, malformed: true });
    },
  );

  it("names what is not set, and takes no inherited property for a variable", () => {
    expect(interpolateText("${A}${constructor}${A}", env).missing).toEqual(["A", "constructor", "A"]);
  });

  it("ends on any text, however deep", () => {
    expect(interpolateText("${A:-".repeat(100_000), env).malformed).toBe(true);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = interpolateText(text, {});
        if (!text.includes("${")) expect(result).toMatchObject({ text, variables: [], malformed: false });
      }),
    );
  });

  it("gives back any text that is escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("$", "{", "}", "A", ":", "-") }), (text) => {
        expect(
          interpolateText(
            text.replaceAll("${", () => "$${"),
            {},
          ).text,
        ).toBe(text);
      }),
    );
  });
});

describe("texts as values", () => {
  it.each<[string, string[], unknown]>([
    ["012345678912", ["string"], "012345678912"],
    ["1", [], "1"],
    ["1", ["string", "integer"], "1"],
    ["80", ["integer"], 80],
    ["-1.5e2", ["number"], -150],
    ["1e2", ["integer"], 100],
    ["true", ["boolean"], true],
    ["false", ["boolean", "null"], false],
    ["null", ["integer", "null"], null],
  ])("%s as %j", (text, types, value) => {
    expect(convertText(text, new Set(types))).toEqual({ value, converted: true });
  });

  it.each<[string, string[]]>([
    ["80x", ["integer"]],
    ["", ["integer"]],
    [" 1", ["number"]],
    ["1.5", ["integer"]],
    ["0x10", ["number"]],
    ["Infinity", ["number"]],
    ["1e999", ["number"]],
    ["9007199254740993", ["integer"]],
    ["yes", ["boolean"]],
    ["[1]", ["array"]],
  ])("%s is none of %j", (text, types) => {
    expect(convertText(text, new Set(types))).toEqual({ value: text, converted: false });
  });
});

describe("variables in a document", () => {
  it("become what their field takes, after parsing", async () => {
    const env = {
      ACCOUNT: "012345678912",
      REPLICAS: "3",
      PUBLIC: "true",
      NAME: "a: [b]\n# c",
      PORT: "80",
      ENGINE: "raw",
    };
    const text = `project: {name: "\${NAME}", account: "\${ACCOUNT}", replicas: "\${REPLICAS}", public: "\${PUBLIC}"}
backend:
  provider: "\${KIND:-generic}"
  providers:
    generic:
      dev:
        command: [echo, "$\${HOME}", "\${ACCOUNT}"]
        port: \${PORT}
        env: {A: "\${REPLICAS}", B: 3}
databases:
  main: {migrations: {engine: "\${ENGINE}", path: "./\${ENGINE}", strict: "\${STRICT:-false}"}}
`;
    const { value, choices, diagnostics } = await check(text, { env });
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({
      project: { name: "a: [b]\n# c", account: "012345678912", replicas: 3, public: true },
      backend: {
        provider: "generic",
        providers: {
          generic: { dev: { command: ["echo", "${HOME}", "012345678912"], port: 80, env: { A: "3", B: 3 } } },
        },
      },
      databases: { main: { migrations: { engine: "raw", path: "./raw", strict: false } } },
    });
    expect(choices.map(({ id }) => id)).toEqual(["generic", "raw"]);
  });

  it("are one diagnostic each when they are not set, and nothing else is said of the value", async () => {
    const text = `project: {name: "\${A}", replicas: "\${B}\${B}\${C}"}\nbackend: {provider: "\${D}"}\n`;
    expect(lines(await check(text))).toEqual([
      "1:17-23 missing-variable project.name needs the environment variable A, which is not set | set it, or write a default: ${A:-default}",
      "1:35-49 missing-variable project.replicas needs the environment variables B and C, which are not set | set them, or write a default: ${B:-default}",
      "2:21-27 missing-variable backend.provider needs the environment variable D, which is not set | set it, or write a default: ${D:-default}",
    ]);
  });

  it("are one diagnostic each when they are not what the field takes; their content is not shown", async () => {
    const env = { REPLICAS: "many", PUBLIC: "yes", PORT: "eighty", X: "1", Y: "-" };
    const text = generic("port: '${PORT}'").replace(
      "{name: x}",
      "{name: x, replicas: '${REPLICAS}', public: '${PUBLIC}', account: '${}'}",
    );
    expect(lines(await check(text, { env }))).toEqual([
      "1:30-43 invalid-config project.replicas must be a number, but ${REPLICAS} is not one",
      "1:53-64 invalid-config project.public must be true or false, but ${PUBLIC} is not one",
      '1:75-80 invalid-config project.account has a "${" that starts no reference to a variable | write ${NAME} or ${NAME:-default}; $${ stands for the characters themselves',
      "6:33-42 invalid-config backend.providers.generic.dev.port must be a whole number, but ${PORT} is not one",
    ]);
    expect(lines(await check("project: {name: x, replicas: '${X}${Y}'}", { env }))).toEqual([
      "1:30-40 invalid-config project.replicas must be a number, but ${X} and ${Y} do not give one",
    ]);
  });

  it("are validated like any value, at the place of the reference, which stands for it in messages", async () => {
    expect(lines(await check(generic("port: '${PORT}'"), { env: { PORT: "0" } }))).toEqual([
      "6:33-42 invalid-config backend.providers.generic.dev.port must be at least 1, got ${PORT}",
    ]);
    expect(lines(await check("project: {name: '${EMPTY}'}", { env: { EMPTY: "" } }))).toEqual([
      "1:17-27 invalid-config project.name is required | it must not be empty",
    ]);
    expect(
      lines(await check("project: {name: x}\nbackend: {provider: '${P}'}", { env: { P: "genric" } })),
    ).toEqual([
      '2:21-27 unknown-provider unknown backend provider "${P}"; available providers: [encore-ts generic old] | did you mean "generic"?',
    ]);
  });

  it("are not needed by the config of a provider that nobody knows", async () => {
    const text = generic("workdir: .").replace(
      "    generic:",
      "    acme:x: {key: '${NOT_SET}'}\n    generic:",
    );
    const { valid, diagnostics } = await check(text);
    expect(valid).toBe(true);
    expect(diagnostics.map(({ code }) => code)).toEqual(["unknown-provider"]);
  });

  it("stay as they are when the caller says so", async () => {
    expect(await check("project: {name: '${A}'}", { interpolate: false })).toMatchObject({
      value: { project: { name: "${A}" } },
    });
  });
});

describe("fields with x-env", () => {
  const env = { GENERIC_PORT: "8080", ENCORE_TOKEN: "0123456789" };

  it("come from the environment when they are absent from an object that is there", async () => {
    const { value } = await check(generic("workdir: ."), { env });
    expect(value).toMatchObject({ backend: { providers: { generic: { dev: { port: 8080 } } } } });
    const without = await check(
      "project: {name: x}\nbackend: {provider: generic, providers: {generic: {}}}",
      { env },
    );
    expect(without.value).toMatchObject({ backend: { providers: { generic: {} } } });
  });

  it("do not when the document has them, or the variable is empty", async () => {
    expect((await check(generic("port: 1"), { env })).value).toMatchObject({
      backend: { providers: { generic: { dev: { port: 1 } } } },
    });
    const { value } = await check(generic("workdir: ."), { env: { GENERIC_PORT: "" } });
    expect(JSON.stringify(value)).not.toContain("port");
  });

  it("satisfy a field that is required", async () => {
    const text =
      "project: {name: x}\nbackend: {provider: encore-ts, providers: {encore-ts: {entrypoint: .}}}";
    expect((await check(text, { env })).value).toMatchObject({
      backend: { providers: { "encore-ts": { token: "0123456789" } } },
    });
  });

  it("are diagnosed at the object, with the variable's name", async () => {
    expect(lines(await check(generic("workdir: ."), { env: { GENERIC_PORT: "0" } }))).toEqual([
      "6:7-10 invalid-config backend.providers.generic.dev.port must be at least 1, got 0 | the value comes from the environment variable GENERIC_PORT",
    ]);
    expect(lines(await check(generic("workdir: ."), { env: { GENERIC_PORT: "http" } }))).toEqual([
      "6:7-10 invalid-config backend.providers.generic.dev.port must be a whole number, but the environment variable GENERIC_PORT is not one",
    ]);
  });
});
