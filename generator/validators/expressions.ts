/** A JavaScript expression, and how tightly its outermost operator binds. */
export interface Expression {
  readonly text: string;
  readonly binding: number;
}

const choice = 0;
const either = 1;
const both = 2;
const single = 3;

/** An expression that can stand next to any operator that validators use. */
export function plain(text: string): Expression {
  return { text, binding: single };
}

/** All of them, in order; of none, true. */
export function and(...parts: readonly Expression[]): Expression {
  return join(parts, both, " && ", "true");
}

/** Any of them, in order; of none, false. */
export function or(...parts: readonly Expression[]): Expression {
  return join(parts, either, " || ", "false");
}

/** The text of an expression that stands among others, of which any will do. */
export function alternative(part: Expression): string {
  return within(part, either);
}

export function not(part: Expression): Expression {
  if (part.text === "true" || part.text === "false") return plain(String(part.text === "false"));
  return plain(/^[$.\w]+\([^()]*\)$/.test(part.text) ? `!${part.text}` : `!(${part.text})`);
}

export function choose(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  const text = `${within(condition, either)} ? ${within(whenTrue, either)} : ${whenFalse.text}`;
  return { text, binding: choice };
}

function join(parts: readonly Expression[], binding: number, operator: string, nothing: string): Expression {
  const [first, ...others] = parts;
  if (first === undefined) return plain(nothing);
  if (others.length === 0) return first;
  return { text: parts.map((part) => within(part, binding)).join(operator), binding };
}

function within({ text, binding }: Expression, least: number): string {
  return binding < least ? `(${text})` : text;
}
