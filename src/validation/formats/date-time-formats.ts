/** RFC 3339 dates, times and durations as regular expressions: calendar and leap seconds included. */

const monthAndDay = [
  "(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])",
  "(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)",
  "02-(?:0[1-9]|1\\d|2[0-8])",
].join("|");
const leapYear = "(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
const fullDate = `(?:\\d{4}-(?:${monthAndDay})|${leapYear}-02-29)`;

const hour = "(?:[01]\\d|2[0-3])";
const minute = "[0-5]\\d";
const offset = `(?:[Zz]|[+-]${hour}:${minute})`;

/** A second of 60 exists only at 23:59 UTC, so the local time and the offset must add up to that. */
const leapSecond = `(?:23:59:60(?:\\.\\d+)?[Zz]|${leapSecondWithOffset()})`;
const fullTime = `(?:${hour}:${minute}:[0-5]\\d(?:\\.\\d+)?${offset}|${leapSecond})`;

/**
 * Regular expressions cannot add, so the sum is spelt out: look-aheads pair each digit of the local time with
 * the digit of the offset that it goes with.
 */
function leapSecondWithOffset(): string {
  const west = alternatives(24, (h) => `${two(23 - h)}.+-${two(h)}`);
  const westTens = alternatives(6, (tens) => `..:${5 - tens}.+-..:${tens}`);
  const westUnits = alternatives(10, (units) => `..:.${9 - units}.+-..:.${units}`);
  const eastFullHour = alternatives(24, (h) => `${two((h + 23) % 24)}:59.+\\+${two(h)}:00`);
  // With minutes in the offset the local hour equals the offset's, and the local minute is one less than the offset's.
  const eastSameTens = alternatives(9, (units) => `(?<tens>.)${units}.+:\\k<tens>${units + 1}`, "tens");
  const eastNextTens = alternatives(5, (tens) => `${tens}9.+:${tens + 1}0`);
  const east = `(?=(?<hour>..):.+\\+\\k<hour>:)(?=..:(?:${eastSameTens}|${eastNextTens}))`;
  const relation = `(?:(?=${west})(?=${westTens})(?=${westUnits})|(?=${eastFullHour})|${east})`;
  return `${relation}${hour}:${minute}:60(?:\\.\\d+)?[+-]${hour}:${minute}`;
}

function alternatives(count: number, write: (number: number) => string, group?: string): string {
  const choices = Array.from({ length: count }, (_, number) => write(number));
  // A group name may occur once in a pattern, so each alternative gets its own.
  return choices
    .map((choice, number) =>
      group === undefined ? choice : choice.replaceAll(`<${group}>`, `<${group}${number}>`),
    )
    .join("|");
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

const durationTime = "T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S)";
const durationDate = "(?:\\d+Y(?:\\d+M(?:\\d+D)?)?|\\d+M(?:\\d+D)?|\\d+D)";

export const date: RegExp = new RegExp(`^${fullDate}$`);
export const time: RegExp = new RegExp(`^${fullTime}$`);
export const dateTime: RegExp = new RegExp(`^${fullDate}[Tt]${fullTime}$`);
export const duration: RegExp = new RegExp(
  `^P(?:\\d+W|${durationDate}(?:${durationTime})?|${durationTime})$`,
);
