import { providerWords } from "../../contract/kind-words.js";
import { closest } from "../../diagnostics/suggest.js";
import { quote } from "../../errors/quote.js";
import { CommandFailure, exitCodes } from "../context.js";
import { noManifest, type Project } from "./project.js";

/** What is looked for in kinds; catalogues and what modules have added to them have it. */
interface Kind<Provider> {
  readonly id: string;
  readonly noun: string;
  readonly routing: object;
  readonly providers: readonly Provider[];
}
interface Identified {
  readonly id: string;
}

/** The kind with this id; ends the command with the ids that there are when there is none. */
export function findKind<Found extends Identified>(
  catalogue: { readonly kinds: readonly Found[]; readonly project?: Project },
  id: string,
): Found {
  const kind = catalogue.kinds.find((candidate) => candidate.id === id);
  if (kind !== undefined) return kind;
  const failure = unknownEntry("kind", "kinds", id, catalogue.kinds.map(idOf));
  if (catalogue.project !== undefined) throw failure;
  const { message, exitCode } = failure;
  throw new CommandFailure(`${message}; these are shipped with provc, for ${noManifest}`, exitCode);
}

/** The provider of a kind with this id; ends the command with the ids that there are when there is none. */
export function findProvider<Provider extends Identified>(kind: Kind<Provider>, id: string): Provider {
  const provider = kind.providers.find((candidate) => candidate.id === id);
  if (provider !== undefined) return provider;
  if (Object.hasOwn(kind.routing, id)) {
    throw new CommandFailure(`${id} is a virtual id; see provc resolve ${kind.id} ${id} --explain`);
  }
  throw unknownEntry(providerWords(kind), `${kind.noun}s`, id, kind.providers.map(idOf));
}

const idOf = ({ id }: Identified): string => id;

/** A name that means nothing: with the names that would, and the one that was most likely meant. */
export function unknownEntry(
  what: string,
  plural: string,
  id: string,
  available: readonly string[],
  exitCode: number = exitCodes.findings,
): CommandFailure {
  const meant = closest(id, available);
  const suggestion = meant === undefined ? "" : `; did you mean ${quote(meant)}?`;
  return new CommandFailure(
    `unknown ${what} ${quote(id)}; available ${plural}: [${available.join(" ")}]${suggestion}`,
    exitCode,
  );
}
