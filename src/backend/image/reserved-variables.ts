/**
 * Variables that builders read themselves. A build argument of such a name cannot be handed over in their environment
 * without changing what they do. (Proxies are not among them: those are meant for the builder as well.)
 */
const RESERVED: readonly RegExp[] = [
  /^(PATH|HOME|PWD|SHELL|USER|LOGNAME|TMPDIR|TMP|TEMP|TERM|NODE_OPTIONS)$/,
  /^(LD|DYLD|XDG|SSH)_/,
  /^GO(DEBUG|GC|MAXPROCS|MEMLIMIT|TRACEBACK)$/,
  /^_?CONTAINERS?_/,
  /^(BUILDX|BUILDAH|PODMAN)_/,
  /^DOCKER_(HOST|CONFIG|CONTEXT|BUILDKIT|API_VERSION|AUTH_CONFIG|CERT_PATH|CUSTOM_HEADERS|DEFAULT_PLATFORM)$/,
  /^DOCKER_(TLS|CONTENT_TRUST|CLI)/,
  /^(STORAGE_DRIVER|STORAGE_OPTS|REGISTRY_AUTH_FILE)$/,
  /^BUILDKIT_(HOST|PROGRESS|COLORS)$/,
  /^SSL_CERT_(FILE|DIR)$/,
];

/** Whether a builder itself reads the variable of this name. */
export function isReservedVariable(name: string): boolean {
  return RESERVED.some((pattern) => pattern.test(name));
}
