const PLAIN = /^[\w@%+=:,./-]+$/;

/** An argument list as a line that a POSIX shell reads as exactly these arguments, on one line of the terminal. */
export function shellText(command: readonly string[]): string {
  return command.map(argumentText).join(" ");
}

function argumentText(argument: string): string {
  if (PLAIN.test(argument)) return argument;
  // Line ends, terminal control sequences and the like are written as escapes, which `$'…'` reads back.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(argument)) return `$'${escaped(argument)}'`;
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

function escaped(argument: string): string {
  return argument.replaceAll(/[\\'\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === "\\" || character === "'") return `\\${character}`;
    const code = character.codePointAt(0) as number;
    return code < 0x80
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\U${code.toString(16).padStart(8, "0")}`;
  });
}
