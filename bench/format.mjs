// Words and tables for the page.
export const table = (head, rows) =>
  [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

export const digits = (value) =>
  value >= 100
    ? Math.round(value).toLocaleString("en-US")
    : value >= 10
      ? value.toFixed(1)
      : value.toFixed(2);
export const ratio = (value) => `×${digits(value)}`;
export const milliseconds = (value) =>
  value >= 10_000
    ? `${digits(value / 1000)} s`
    : `${value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(1)} ms`;
export const bytes = (value) =>
  value >= 2 ** 20
    ? `${digits(value / 2 ** 20)} MiB`
    : value >= 1024
      ? `${digits(value / 1024)} KiB`
      : `${value} B`;
export const count = (value) => value.toLocaleString("en-US");

/** Nanoseconds, in a unit that fits. */
export function time(nanoseconds) {
  if (nanoseconds < 1000) return `${digits(nanoseconds)} ns`;
  if (nanoseconds < 1e6) return `${digits(nanoseconds / 1000)} µs`;
  return milliseconds(nanoseconds / 1e6);
}

/** The value of a member in words, or why there is none. */
export const cell = (answer, member, words) =>
  answer?.dnf ? "DNF" : answer?.[member] === undefined ? "–" : words(answer[member]);

/** Why subjects did not finish, as a line under a table. */
export function dnfNote(answers) {
  const reasons = Object.entries(answers).flatMap(([size, subjects]) =>
    Object.values(subjects).flatMap((answer) =>
      answer.dnf ? [`${answer.label} at N = ${count(Number(size))}: ${answer.dnf}`] : [],
    ),
  );
  return reasons.length === 0 ? "" : `\nDNF, did not finish: ${reasons.join("; ")}.\n`;
}

/** Each size's value of a member: the points of a curve. */
export const points = (answers, subject, member) =>
  Object.entries(answers).flatMap(([size, subjects]) => {
    const answer = subjects[subject];
    return answer === undefined || answer.dnf ? [] : [[Number(size), answer[member]]];
  });
