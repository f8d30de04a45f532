/** Control characters, line separators and direction marks: legal in a JSON text, but they break or disguise a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it is about
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Makes a text fit for one line of a message, whatever it holds. */
export function printable(text: string): string {
  return text.replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Puts a text in double quotes on one line; long ones are cut. */
export function quote(text: string): string {
  const shown = text.length > 120 ? `${text.slice(0, 119)}…` : text;
  return printable(JSON.stringify(shown));
}
