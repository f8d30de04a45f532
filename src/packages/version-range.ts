interface Version {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  /** The parts of a prerelease; none for a release. */
  readonly prerelease: readonly string[];
}

/**
 * Whether a version is in a range of one of these forms: `1.2.3`, `^1.2.3`, `>=1.2`, `<2`, several of them with spaces between, and
 * such alternatives with `||` between. A prerelease has its place in the order of versions, and does not reach a range's upper end:
 * `1.0.0-rc.1` is not `<1`.
 *
 * @returns `undefined` for a version or a range of another form.
 */
export function isInRange(version: string, range: string): boolean | undefined {
  const parsed = parseVersion(version);
  if (parsed === undefined) return undefined;
  const alternatives = range.split("||").map((alternative) => {
    const answers = alternative
      .trim()
      .split(/\s+/)
      .map((part) => meets(parsed, part));
    return answers.includes(undefined) ? undefined : !answers.includes(false);
  });
  if (alternatives.includes(true)) return true;
  return alternatives.includes(undefined) ? undefined : false;
}

function meets(version: Version, part: string): boolean | undefined {
  const [, operator, text = ""] = /^(\^|>=|<|)([^<>=^~]+)$/.exec(part) ?? [];
  const bound = parseVersion(text);
  if (operator === undefined || bound === undefined) return undefined;
  switch (operator) {
    case "^":
      return compare(version, bound) >= 0 && isBelow(version, nextIncompatible(bound));
    case ">=":
      return compare(version, bound) >= 0;
    case "<":
      return isBelow(version, bound);
    default:
      // Of `1.2` it would have to be known whether it means all of them.
      return /\d+\.\d+\.\d+/.test(text) ? compare(version, bound) === 0 : undefined;
  }
}

/** What is left out is 0. */
function parseVersion(text: string): Version | undefined {
  const match = /^(\d+)(?:\.(\d+)(?:\.(\d+)(?:-([\w.-]+))?(?:\+[\w.-]+)?)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, major, minor = 0, patch = 0, prerelease] = match;
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    prerelease: prerelease?.split(".") ?? [],
  };
}

/** The first version that may break what works with this one: of 0.x each minor may. */
function nextIncompatible({ numbers: [major, minor, patch] }: Version): Version {
  if (major > 0) return { numbers: [major + 1, 0, 0], prerelease: [] };
  if (minor > 0) return { numbers: [0, minor + 1, 0], prerelease: [] };
  return { numbers: [0, 0, patch + 1], prerelease: [] };
}

/** A release's own prereleases are not below it, though they come before. */
function isBelow(version: Version, bound: Version): boolean {
  if (compare(version, bound) >= 0) return false;
  return bound.prerelease.length > 0 || compareNumbers(version, bound) < 0;
}

function compare(one: Version, other: Version): number {
  return compareNumbers(one, other) || comparePrereleases(one.prerelease, other.prerelease);
}

function compareNumbers(one: Version, other: Version): number {
  const [major, minor, patch] = other.numbers;
  return one.numbers[0] - major || one.numbers[1] - minor || one.numbers[2] - patch;
}

/** As Semantic Versioning has it: a release comes last, numbers come before words, and fewer parts before more. */
function comparePrereleases(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return other.length - one.length;
  for (const [index, part] of one.entries()) {
    const counterpart = other[index];
    if (counterpart === undefined) return 1;
    if (part !== counterpart) return comparePart(part, counterpart);
  }
  return one.length - other.length;
}

function comparePart(one: string, other: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber && isOtherNumber) return Number(one) - Number(other);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return one < other ? -1 : 1;
}
