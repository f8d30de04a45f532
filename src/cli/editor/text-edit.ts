/** What came of an edit: the new text (the old one where it says it all already), or what stands in the way and where. */
export type TextEdit =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: EditProblem };

export interface EditProblem {
  readonly message: string;
  /** Offset in the text. */
  readonly at: number;
}

/** An edit that cannot be made. */
export function refuse(message: string, at: number): TextEdit {
  return { problem: { message, at } };
}
