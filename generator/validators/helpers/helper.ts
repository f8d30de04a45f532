/**
 * A function that validators call. A validator must not import anything, so those that it uses are written into it. They
 * are kept as text: what a compiler or bundler makes of a function differs, and the output must not.
 */
export interface Helper {
  readonly source: string;
  /** Other helpers that it calls. */
  readonly needs?: readonly string[];
}
