/** A generated file: path relative to the output folder, with `/`, and its whole text (LF line ends, final newline). */
export interface OutputFile {
  readonly path: string;
  readonly content: string;
}
