import { isObject } from "../../src/validation/json-value.js";
import { withField, withoutField } from "./cases/object-faults.js";

/** Says of each value whether it still shows what is looked for. */
export type Shows = (values: readonly unknown[]) => Promise<readonly boolean[]>;

const MOST_ROUNDS = 200;
const MOST_CANDIDATES = 400;

/** Makes a value as small as it can be while it still shows something. A smaller value has a shorter text. */
export async function shrink(value: unknown, shows: Shows): Promise<unknown> {
  let smallest = value;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const candidates = [...smallerValues(smallest)]
      .map((candidate) => ({ candidate, text: JSON.stringify(candidate) }))
      .filter(({ text }) => isSmaller(text, JSON.stringify(smallest)))
      .sort((a, b) => (isSmaller(a.text, b.text) ? -1 : 1))
      .slice(0, MOST_CANDIDATES);
    if (candidates.length === 0) return smallest;
    const answers = await shows(candidates.map(({ candidate }) => candidate));
    const next = candidates.find((_, index) => answers[index]);
    if (next === undefined) return smallest;
    smallest = next.candidate;
  }
  return smallest;
}

function isSmaller(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}

/** Values that are a little simpler: with something left out, or with something simple in its place. */
function* smallerValues(value: unknown): Generator<unknown> {
  if (typeof value === "string") yield* smallerTexts(value);
  if (typeof value === "number")
    yield* [0, 1, -1, Math.trunc(value), Math.trunc(value / 2), Number(value.toPrecision(3))];
  if (Array.isArray(value)) {
    yield [];
    yield value.slice(0, Math.ceil(value.length / 2));
    for (const index of value.keys()) yield value.filter((_, place) => place !== index);
    for (const [index, item] of value.entries()) {
      for (const smaller of [0, ...smallerValues(item)])
        yield value.map((other, place) => (place === index ? smaller : other));
    }
    yield* value;
  } else if (isObject(value)) {
    yield {};
    for (const name of Object.keys(value)) yield withoutField(value, name);
    for (const [name, member] of Object.entries(value)) {
      for (const smaller of [0, ...smallerValues(member)]) yield withField(value, name, smaller);
    }
    yield* Object.values(value);
  }
}

function* smallerTexts(text: string): Generator<string> {
  const characters = [...text];
  yield "";
  yield characters.slice(0, Math.ceil(characters.length / 2)).join("");
  yield characters.slice(Math.floor(characters.length / 2)).join("");
  yield characters.slice(1).join("");
  yield characters.slice(0, -1).join("");
  if (text !== "x".repeat(characters.length)) yield "a".repeat(characters.length);
}
