/** What is fuzzed: each is a public way into provc. */
export const targets = ["manifest", "schema", "document", "arguments"] as const;

export type TargetName = (typeof targets)[number];

/** One input of a target; plain data, so that it can cross to another process and into the corpus. */
export interface FuzzInput {
  /** Manifest, schema, document: the text, as the bytes of a file in base64 when it is not valid Unicode. */
  readonly text?: string;
  readonly base64?: string;
  /** Document: the file name, which tells the format. Schema: the same. */
  readonly file?: string;
  /** Document: the environment. */
  readonly env?: { readonly [name: string]: string };
  /** Arguments: the command line. */
  readonly args?: readonly string[];
  /** What must be in no output. */
  readonly canary?: string;
}

/** What came of one input. */
export interface FuzzOutcome {
  /** What must not be; empty when all is well. */
  readonly problems: readonly string[];
  /** Processor time, which other work on the machine does not change much. */
  readonly milliseconds: number;
  /** The same for an input that is fine. */
  readonly usual: number;
}

/** An input for a target, as it is sent to the process that runs it. */
export interface FuzzRequest {
  readonly name: TargetName;
  readonly input: FuzzInput;
}

export function bytesOf({ text, base64 }: FuzzInput): Buffer {
  return base64 === undefined ? Buffer.from(text ?? "") : Buffer.from(base64, "base64");
}
