import type { Disagreement, EngineReport, Verification } from "../../../generator/verify/verification.js";
import { printable } from "../../diagnostics/display-text.js";
import type { Colors } from "../output/colors.js";
import { formatTable } from "../output/table.js";

/** What a verification came to, for people: tables, counterexamples, what nobody could check, and the sum. */
export function verificationLines(verification: Verification, colors: Colors): string[] {
  const { subjects, engines, disagreements, untested, cases, seed } = verification;
  const subjectRows = subjects.map((one) => [
    one.subject,
    String(one.cases),
    String(one.valid),
    String(one.disagreements),
  ]);
  const engineRows = engines.map((one) => [
    one.engine,
    String(one.cases),
    String(one.accepted),
    String(one.disagreements),
  ]);
  const sum = `${plural(cases, "case")}, ${plural(disagreements.length, "disagreement")}`;
  const sign = disagreements.length === 0 ? colors.green("✔") : colors.red("✖");
  return [
    ...formatTable(["SUBJECT", "CASES", "VALID", "DISAGREEMENTS"], subjectRows, colors),
    "",
    ...formatTable(["ENGINE", "VERDICTS", "ACCEPTED", "DISAGREEMENTS"], engineRows, colors),
    "",
    ...disagreements.flatMap((disagreement) => [...counterexample(disagreement, colors), ""]),
    ...engines.flatMap((engine) => limitLines(engine)),
    ...(untested.length > 0 ? [`used by a schema, and satisfied in all cases: ${untested.join(", ")}`] : []),
    `${sign} seed ${seed}`,
    sum,
  ];
}

/** The smallest value on which an engine differs, and what every engine says of it. */
function counterexample(disagreement: Disagreement, colors: Colors): string[] {
  const { subject, engine, artefact, value, expected, keywords, verdicts, cases } = disagreement;
  const says = typeof verdicts[engine] === "string" ? "fails on" : expected ? "refuses" : "accepts";
  const state = expected ? "what is valid" : `what is invalid (${keywords.join(", ")})`;
  const words = Object.entries(verdicts).map(
    ([name, verdict]) => `${name}: ${verdict === true ? "valid" : verdict === false ? "invalid" : verdict}`,
  );
  return [
    `${colors.red("✖")} ${subject}: ${engine} ${says} ${state}, in ${plural(cases, "case")}`,
    `  file      ${artefact}`,
    `  value     ${printable(JSON.stringify(value))}`,
    `  verdicts  ${printable(words.join(", "))}`,
  ];
}

/** What an engine was free to say, because its language has no words for it. */
function limitLines({ engine, cannotExpress, stricter }: EngineReport): string[] {
  const list = (counts: { readonly [keyword: string]: number }): string =>
    Object.entries(counts)
      .map(([keyword, count]) => `${keyword} (${count})`)
      .join(", ");
  return [
    ...(Object.keys(cannotExpress).length > 0
      ? [`${engine}: cannot express, and so accepted: ${list(cannotExpress)}`]
      : []),
    ...(Object.keys(stricter).length > 0
      ? [`${engine}: ask for more than the schema: ${list(stricter)}`]
      : []),
  ];
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
