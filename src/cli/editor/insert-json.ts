import type { ListNode, MapNode, SourceNode } from "../../source/source-node.js";
import { blankComments } from "./json-with-comments.js";

type Container = MapNode | ListNode;

/** A member to write: without a key it is the item of a list. */
export interface JsonMember {
  readonly key?: string;
  readonly value: unknown;
}

/**
 * The text with one more member at the end of a map or list of it. Everything that was there stays where it is,
 * comments and commas behind the last member included; the new member is laid out as those before it.
 */
export function appendMember(text: string, container: Container, member: JsonMember): string {
  const members = membersOf(container);
  const [first] = members;
  const last = members.at(-1);
  if (first === undefined || last === undefined) return fillEmpty(text, container, member);
  const comma = blankComments(text)
    .slice(last.end, container.end - 1)
    .indexOf(",");
  const hasComma = comma >= 0;
  const behind = hasComma ? last.end + comma + 1 : last.end;
  if (!text.slice(container.start, first.start).includes("\n")) {
    const inserted = `${hasComma ? "" : ","} ${inline(member)}${hasComma ? "," : ""}`;
    return splice(text, behind, inserted);
  }
  const indent = indentBefore(text, first.start);
  const at = behind + commentsOfLine(text, behind);
  const inserted = `${lineEnd(text)}${indent}${block(text, member, indent)}${hasComma ? "," : ""}`;
  const grown = splice(text, at, inserted);
  return hasComma ? grown : splice(grown, last.end, ",");
}

/** The text with one more member at the start of a map. */
export function prependMember(text: string, container: Container, member: JsonMember): string {
  const [first] = membersOf(container);
  if (first === undefined) return fillEmpty(text, container, member);
  if (!text.slice(container.start, first.start).includes("\n")) {
    const space = text.slice(container.start + 1, first.start).startsWith(" ") ? " " : "";
    return splice(text, container.start + 1, `${space}${inline(member)},${space === "" ? " " : ""}`);
  }
  const indent = indentBefore(text, first.start);
  const inserted = `${lineEnd(text)}${indent}${block(text, member, indent)},`;
  return splice(text, container.start + 1, inserted);
}

/** The text with a value in the place of another one, on one line. */
export function replaceValue(text: string, node: SourceNode, value: unknown): string {
  return text.slice(0, node.start) + spaced(value) + text.slice(node.end);
}

function fillEmpty(text: string, container: Container, member: JsonMember): string {
  const outer = /^[ \t]*/.exec(lineOf(text, container.start))?.[0] ?? "";
  const indent = outer + unitOf(text);
  const close = container.end - 1;
  const inside = text.slice(container.start + 1, close);
  const at = container.start + 1 + inside.trimEnd().length;
  const inserted = `${lineEnd(text)}${indent}${block(text, member, indent)}`;
  const rest = text.slice(at, close);
  const closing = rest.includes("\n") ? rest : `${lineEnd(text)}${outer}`;
  return text.slice(0, at) + inserted + closing + text.slice(close);
}

function membersOf(container: Container): { readonly start: number; readonly end: number }[] {
  if (container.kind === "list") return container.items.map(({ node }) => node);
  return Array.from(container.entries.values(), ({ keyStart, node }) => ({ start: keyStart, end: node.end }));
}

/** How many characters of a line belong to the comments that follow a member on it. */
function commentsOfLine(text: string, from: number): number {
  const comments = /(?:[ \t]*\/\*[^\n\r]*?\*\/)*(?:[ \t]*\/\/[^\n\r]*)?/y;
  comments.lastIndex = from;
  return comments.exec(text)?.[0].length ?? 0;
}

function block(text: string, { key, value }: JsonMember, indent: string): string {
  const lines = JSON.stringify(value, undefined, unitOf(text)).split("\n");
  return prefix(key) + lines.join(lineEnd(text) + indent);
}

const inline = ({ key, value }: JsonMember): string => prefix(key) + spaced(value);
const prefix = (key: string | undefined): string => (key === undefined ? "" : `${JSON.stringify(key)}: `);

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => inline({ key, value: member }));
  return `{ ${members.join(", ")} }`;
}

const splice = (text: string, at: number, inserted: string): string =>
  text.slice(0, at) + inserted + text.slice(at);

/** How far one level is indented: as far as the first indented line. */
const unitOf = (text: string): string => /^([ \t]+)[^\s/*]/m.exec(text)?.[1] ?? "  ";
const lineEnd = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");
const lineOf = (text: string, at: number): string => text.slice(text.lastIndexOf("\n", at - 1) + 1);

function indentBefore(text: string, at: number): string {
  return /^[ \t]*/.exec(lineOf(text, at))?.[0] ?? "";
}
