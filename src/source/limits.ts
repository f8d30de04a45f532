/** What a source text may cost before it is refused. */
export interface SourceLimits {
  /** Largest file, in bytes (and largest text, in UTF-16 units). Default: 8 MiB. */
  readonly maxBytes: number;
  /** Deepest nesting of lists and maps. Default: 256. */
  readonly maxDepth: number;
  /** Most lexical tokens of a YAML text; bounds the time and memory of parsing. Default: 500,000. */
  readonly maxTokens: number;
  /** Most values that aliases and merge keys may add to those that are written out. Default: 100,000. */
  readonly maxAliasedValues: number;
}

export const defaultSourceLimits: SourceLimits = {
  maxBytes: 8 * 1024 * 1024,
  maxDepth: 256,
  maxTokens: 500_000,
  maxAliasedValues: 100_000,
};

/** Most syntax errors that are reported of one text; what follows is noise of the first ones. */
export const maxSyntaxProblems = 50;
