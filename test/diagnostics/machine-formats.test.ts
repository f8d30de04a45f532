import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatGithub } from "../../src/diagnostics/format-github.js";
import { formatJson } from "../../src/diagnostics/format-json.js";
import { formatJunit } from "../../src/diagnostics/format-junit.js";
import { formatSarif } from "../../src/diagnostics/format-sarif.js";
import { readXml, type XmlElement } from "./read-xml.js";
import { sarifProblems } from "./sarif-rules.js";
import { finding, report } from "./support.js";

const hostile = "\u0000\u001b[1m<a href='x'>&amp;\"]]>\r\n::error::%0A\u2028\ud800,:\uffff";

describe("JSON", () => {
  it("is one line with the documented keys, in their order", () => {
    expect(formatJson(report([finding()]))).toBe(
      '{"version":1,"valid":false,"diagnostics":[{"code":"unknown-provider","severity":"error","message":"unknown backend provider \\"genric\\"; available providers: [encore-ts generic]","file":"stagecraft.yml","line":3,"column":13,"endLine":3,"endColumn":19,"path":"/backend/provider","hint":"did you mean \\"generic\\"?","kind":"backend"}]}\n',
    );
  });

  it("is valid without errors, whether or not there are warnings", () => {
    expect(formatJson(report([]))).toBe('{"version":1,"valid":true,"diagnostics":[]}\n');
    expect(JSON.parse(formatJson(report([finding({ severity: "warning" })])))).toMatchObject({ valid: true });
  });

  it("has no keys but the documented ones, and survives any text", () => {
    const more = {
      ...finding({ message: hostile, provider: "generic", related: [] }),
      replacement: "generic",
    };
    const [found] = JSON.parse(formatJson(report([more]))).diagnostics;
    expect(Object.keys(found)).toEqual([
      ...[
        "code",
        "severity",
        "message",
        "file",
        "line",
        "column",
        "endLine",
        "endColumn",
        "path",
        "hint",
        "kind",
        "provider",
      ],
    ]);
    expect(found.message).toBe(hostile);
  });
});

/** A workflow command, taken apart as the runner of GitHub Actions does it. */
function readCommand(line: string): {
  command: string;
  properties: { [name: string]: string };
  message: string;
} {
  if (/[\r\n]/.test(line)) throw new Error("a command is one line");
  const [, command = "", properties = "", message = ""] = /^::(\w+) (.*?)::(.*)$/s.exec(line) ?? [];
  const data = (text: string): string =>
    text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  const property = (text: string): string => data(text.replaceAll("%3A", ":").replaceAll("%2C", ","));
  const pairs = properties.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), property(pair.slice(at + 1))];
  });
  return { command, properties: Object.fromEntries(pairs), message: data(message) };
}

describe("GitHub annotations", () => {
  it("are one command for each finding", () => {
    expect(formatGithub(report([finding()]))).toBe(
      '::error file=stagecraft.yml,line=3,endLine=3,col=13,endColumn=19,title=unknown-provider::unknown backend provider "genric"; available providers: [encore-ts generic] — did you mean "generic"? (backend.provider)\n',
    );
    expect(formatGithub(report([]))).toBe("");
  });

  it("escape what the runner would read as its own, percent signs first", () => {
    const diagnostic = finding({ message: "100%\r\n::warning::x", file: "a,b:c%.yml", path: "" });
    delete (diagnostic as { hint?: string }).hint;
    expect(formatGithub(report([diagnostic]))).toBe(
      "::error file=a%2Cb%3Ac%25.yml,line=3,endLine=3,col=13,endColumn=19,title=unknown-provider::100%25%0D%0A::warning::x\n",
    );
  });

  it("give back, read as the runner does, whatever was written: one line, no other command or property", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[%\r\n:,;=25A0D ]*$/),
      fc.constantFrom("%25", "%0A::error::x", "a,line=9", "\r\n", "::", "title=x"),
    );
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.constantFrom("error", "warning" as const),
        (file, message, code, severity) => {
          const { hint: _, ...plain } = finding({ file, message, code, severity, path: "" });
          const output = formatGithub(report([plain]));
          expect(output.endsWith("\n")).toBe(true);
          expect(readCommand(output.slice(0, -1))).toEqual({
            command: severity,
            properties: { file, line: "3", endLine: "3", col: "13", endColumn: "19", title: code },
            message,
          });
        },
      ),
    );
  });

  it("have no columns for a range over several lines, which the runner would drop", () => {
    expect(formatGithub(report([finding({ severity: "warning", endLine: 5, endColumn: 2 })]))).toMatch(
      /^::warning file=stagecraft\.yml,line=3,endLine=5,title=/,
    );
  });
});

describe("SARIF", () => {
  const log = (diagnostics: Parameters<typeof report>[0]) =>
    JSON.parse(formatSarif(report(diagnostics), { version: "1.2.3" }));

  it("keeps the rules of the format and of code scanning", () => {
    const related = [{ message: "used here", file: "b.yml", line: 1, column: 2, endLine: 1, endColumn: 3 }];
    const diagnostics = [
      finding({ related }),
      finding({ code: "syntax", severity: "warning", message: hostile, file: "a b/#ü?.yml" }),
      finding({ code: "manifest-new-code", line: 1, column: 1, endLine: 1, endColumn: 1 }),
    ];
    expect(sarifProblems(log(diagnostics))).toEqual([]);
    expect(sarifProblems(log([]))).toEqual([]);
  });

  it("describes each code once, and refers to it", () => {
    const [run] = log([finding({ code: "syntax" }), finding(), finding({ line: 5, endLine: 5 })]).runs;
    expect(run.tool.driver).toMatchObject({ name: "provc", semanticVersion: "1.2.3" });
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(["syntax", "unknown-provider"]);
    expect(run.results.map(({ ruleIndex }: { ruleIndex: number }) => ruleIndex)).toEqual([0, 1, 1]);
    expect(run.results[1]).toMatchObject({
      ...{ ruleId: "unknown-provider", level: "error" },
      message: {
        text: 'unknown backend provider "genric"; available providers: [encore-ts generic]; did you mean "generic"?',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "stagecraft.yml" },
            region: { startLine: 3, startColumn: 13, endLine: 3, endColumn: 19 },
          },
        },
      ],
    });
  });

  it("recognises a finding by code, file and path, wherever it moves and whatever it says", () => {
    const hash = (changes: Parameters<typeof finding>[0]): string =>
      log([finding(changes)]).runs[0].results[0].partialFingerprints.primaryLocationLineHash;
    expect(hash({ line: 9, column: 1, message: "other", hint: "other" })).toBe(hash({}));
    expect(new Set([hash({}), hash({ code: "x" }), hash({ file: "x" }), hash({ path: "/x" })]).size).toBe(4);
    const { results } = log([finding(), finding()]).runs[0];
    const hashes = results.map(
      ({ partialFingerprints }: { partialFingerprints: { primaryLocationLineHash: string } }) =>
        partialFingerprints.primaryLocationLineHash,
    );
    expect(hashes).toEqual([hash({}), hash({}).replace(/:1$/, ":2")]);
  });

  it("writes file names as URI references", () => {
    const uri = (file: string): string =>
      log([finding({ file })]).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri;
    expect(uri("config/a b#c?.yml")).toBe("config/a%20b%23c%3F.yml");
    expect(uri("../x.yml")).toBe("../x.yml");
    expect(uri("c:x.yml")).toBe("c%3Ax.yml");
    expect(uri("/tmp/ü.yml")).toBe("file:///tmp/%C3%BC.yml");
  });
});

describe("JUnit", () => {
  const xml = (...parameters: Parameters<typeof report>): XmlElement =>
    readXml(formatJunit(report(...parameters)));
  const cases = (root: XmlElement): XmlElement[] => root.children.flatMap((suite) => suite.children);

  it("has a suite for each file and a failed case for each error", () => {
    const root = xml([finding()], { files: ["valid.yml", "stagecraft.yml"] });
    expect(root).toMatchObject({
      name: "testsuites",
      attributes: { name: "provc", tests: "2", failures: "1" },
    });
    expect(root.children.map(({ name, attributes }) => ({ name, ...attributes }))).toMatchObject([
      { name: "stagecraft.yml", tests: "1", failures: "1" },
      { name: "valid.yml", tests: "1", failures: "0" },
    ]);
    const [failed, passed] = cases(root);
    expect(failed?.attributes).toEqual({
      classname: "stagecraft.yml",
      name: "unknown-provider backend.provider",
    });
    expect(failed?.children).toMatchObject([
      {
        name: "failure",
        attributes: { type: "unknown-provider", message: finding().message },
        text: `stagecraft.yml:3:13 ${finding().message}; did you mean "generic"?`,
      },
    ]);
    expect(passed).toMatchObject({ attributes: { classname: "valid.yml", name: "valid" }, children: [] });
  });

  it("takes warnings for passed cases with output", () => {
    const [only] = cases(xml([finding({ severity: "warning" })]));
    expect(only?.children).toMatchObject([{ name: "system-out" }]);
    expect(only?.children[0]?.text).toMatch(/^warning unknown-provider: stagecraft\.yml:3:13 /);
  });

  it("gives cases of one file different names, because readers drop equal ones", () => {
    const same = [
      finding(),
      finding({ line: 4 }),
      finding({ line: 4 }),
      finding({ line: 4, column: 1 }),
      finding({ line: 4 }),
    ];
    const names = cases(xml(same)).map(({ attributes }) => attributes.name);
    expect(names.slice(0, 3)).toEqual([
      ...[
        "unknown-provider backend.provider",
        "unknown-provider backend.provider:4",
        "unknown-provider backend.provider:4:13",
      ],
    ]);
    expect(new Set(names).size).toBe(5);
  });

  it("is well-formed whatever the texts are", () => {
    const root = xml([
      finding({ message: hostile, hint: hostile, code: hostile, path: `/${hostile}`, file: hostile }),
    ]);
    const [only] = cases(root);
    expect(only?.children[0]?.attributes.message).toBe("[1m<a href='x'>&amp;\"]]> ::error::%0A ,:");
  });
});
