import { ImageError } from "../image-error.js";

/** An image in a registry. */
export interface ImageReference {
  /** Host and port of the registry. */
  readonly registry: string;
  /** Registry and name, without tag and digest. */
  readonly name: string;
  /** Default where there is no digest either: `latest`. */
  readonly tag?: string;
  /** What the image has to be, `sha256:` and 64 digits. */
  readonly digest?: string;
  readonly credentials?: { readonly user: string; readonly password: string };
  /** For people: without credentials. */
  readonly text: string;
}

const DEFAULT_REGISTRY = "docker.io";
const CREDENTIALS = /^([^:@/]+):([^@/]*)@(?=[^/]+\/)/;
const HOST = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?`;
const PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const REFERENCE = new RegExp(
  `^(?:(${HOST})/)?(${PART}(?:/${PART})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`,
);
const MOST_CHARACTERS = 1_000;

/**
 * Reads a reference such as `registry.example/team/app:1`, `app@sha256:…` (of Docker's registry), or
 * `user:password@registry.example/app`, user and password percent-encoded.
 *
 * @throws ImageError, whose message never has a password in it.
 */
export function parseImageReference(text: string): ImageReference {
  const [credentials = "", user, password] = CREDENTIALS.exec(text) ?? [];
  const rest = text.slice(credentials.length);
  const match = rest.length > MOST_CHARACTERS ? null : REFERENCE.exec(rest);
  // Whatever has an @ at the wrong place may have a password before it.
  const shown = rest.includes("@") ? "" : ` ${JSON.stringify(rest.slice(0, 200))}`;
  if (match === null) throw new ImageError(`the image reference${shown} is none`);
  const { registry, path } = splitName(match[1], match[2] ?? "");
  const tag = match[3];
  const digest = match[4];
  const name = `${registry}/${path}`;
  return {
    registry,
    name,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
    ...(user !== undefined && {
      credentials: { user: decoded(user), password: decoded(password ?? "") },
    }),
    text: rest,
  };
}

/** As Docker reads them: what has neither a dot nor a port and is not `localhost` is part of the name. */
function splitName(host: string | undefined, path: string): { registry: string; path: string } {
  if (host !== undefined && /[.:]|^localhost$/.test(host)) return { registry: host, path };
  const whole = host === undefined ? path : `${host}/${path}`;
  if (host !== undefined && !new RegExp(`^${PART}$`).test(host))
    throw new ImageError(`the image reference ${JSON.stringify(whole)} is none`);
  return { registry: DEFAULT_REGISTRY, path: whole.includes("/") ? whole : `library/${whole}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ImageError("the credentials of the image reference are not percent-encoded");
  }
}
