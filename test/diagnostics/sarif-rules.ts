// biome-ignore lint/suspicious/noExplicitAny: what is checked may be anything
type Json = any;

/**
 * What a SARIF 2.1.0 log breaks of the rules of GitHub's code scanning, which are stricter than the official schema
 * (official-schemas.test.ts), and of what provc writes: a property that is not listed is a problem, too.
 */
export function sarifProblems(log: unknown): string[] {
  const problems: string[] = [];
  const check = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const keys = (
    value: unknown,
    where: string,
    required: readonly string[],
    optional: readonly string[] = [],
  ): void => {
    const found = Object.keys(value as object);
    for (const key of required) check(found.includes(key), `${where}.${key} is missing`);
    for (const key of found)
      check([...required, ...optional].includes(key), `${where}.${key} is not allowed`);
  };
  const isText = (value: unknown, where: string): void => {
    check(typeof value === "string" && value.length > 0 && value.length <= 1024, `${where} must be a text`);
  };
  const { version, $schema, runs } = log as Json;
  keys(log, "log", ["$schema", "version", "runs"]);
  check(version === "2.1.0" && /sarif.*2\.1\.0\.json$/.test($schema ?? ""), "log.version");
  for (const run of runs ?? []) {
    keys(run, "run", ["tool", "columnKind", "results"], ["invocations"]);
    check(run.columnKind === "utf16CodeUnits", "run.columnKind");
    for (const invocation of run.invocations ?? []) {
      keys(invocation, "invocation", ["executionSuccessful"]);
      check(typeof invocation.executionSuccessful === "boolean", "invocation.executionSuccessful");
    }
    const driver = run.tool?.driver;
    keys(driver, "driver", ["name", "semanticVersion", "rules"]);
    check(/^\d+\.\d+\.\d+/.test(driver?.semanticVersion ?? ""), "driver.semanticVersion");
    const rules = driver?.rules ?? [];
    check(new Set([...rules].map((rule) => rule.id)).size === rules.length, "rules with equal ids");
    for (const rule of rules) {
      keys(rule, "rule", ["id", "shortDescription", "fullDescription", "help", "defaultConfiguration"]);
      isText(rule.id, "rule.id");
      for (const part of ["shortDescription", "fullDescription", "help"])
        isText(rule[part]?.text, `rule.${part}.text`);
      check(
        ["error", "warning", "note", "none"].includes(rule.defaultConfiguration?.level ?? ""),
        "rule level",
      );
    }
    check(Array.isArray(run.results), "run.results must be a list");
    for (const result of run.results ?? []) {
      const required = ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"];
      keys(result, "result", required, ["relatedLocations"]);
      check(
        rules[result.ruleIndex as number]?.id === result.ruleId,
        "result.ruleIndex does not point at its rule",
      );
      check(["error", "warning", "note", "none"].includes(result.level ?? ""), "result.level");
      isText(result.message?.text, "result.message.text");
      check(
        /^[\da-f]{16}:\d+$/.test(result.partialFingerprints?.primaryLocationLineHash ?? ""),
        "fingerprint",
      );
      check(result.locations?.length === 1, "result.locations");
      for (const place of result.locations ?? []) keys(place, "location", ["physicalLocation"]);
      for (const place of result.relatedLocations ?? []) {
        keys(place, "related", ["id", "message", "physicalLocation"]);
        check(Number.isInteger(place.id) && (place.id as number) >= 0, "related.id");
      }
      for (const { physicalLocation } of [...(result.locations ?? []), ...(result.relatedLocations ?? [])]) {
        keys(physicalLocation, "physicalLocation", ["artifactLocation", "region"]);
        const uri = physicalLocation?.artifactLocation?.uri ?? "";
        check(/^[\w./~!$&'()*+,;=@%-]+$/.test(uri) && !/%(?![\dA-F]{2})/.test(uri), `uri ${uri}`);
        const region = physicalLocation?.region ?? {};
        keys(region, "region", ["startLine", "startColumn", "endLine", "endColumn"]);
        for (const number of Object.values(region))
          check(Number.isInteger(number) && (number as number) >= 1, "region");
        const { startLine, endLine, startColumn, endColumn } = region as { [key: string]: number };
        check(
          (endLine ?? 0) > (startLine ?? 0) ||
            (endLine === startLine && (endColumn ?? 0) >= (startColumn ?? 0)),
          "region order",
        );
      }
    }
  }
  return problems;
}
