import type { RelayIds } from "./relay-manifest.js";

/** Something that a person does, and what the editor has to show. The document is YAML; marks are in it. */
export type Scenario = CompletionScenario | DiagnosticScenario | HoverScenario;

export interface CompletionScenario {
  readonly does: "complete";
  readonly name: string;
  readonly document: string;
  /** Every offer but skeletons and snippets; a list of ids is named by its kind. */
  readonly offers: readonly string[] | keyof RelayIds;
  /** Snippets that yaml-language-server offers besides. */
  readonly snippets?: readonly string[] | "sinks";
  /** Of some offers the documentation. */
  readonly documented?: { readonly [label: string]: RegExp };
}

export interface DiagnosticScenario {
  readonly does: "refuse";
  readonly name: string;
  /** With `«…»` around what each diagnostic must cover, in the order of `messages`; none of either is a valid document. */
  readonly document: string;
  /** The same in JSON, where it cannot be told from the YAML. */
  readonly json?: string;
  readonly messages: readonly (RegExp | keyof RelayIds)[];
}

export interface HoverScenario {
  readonly does: "hover";
  readonly name: string;
  readonly document: string;
  /** All of them are in the text. */
  readonly says: readonly RegExp[];
  /** Nothing of this is. */
  readonly saysNot?: RegExp;
}

const redis = "    redis:\n      url: redis://h\n      database: 0\n";
const chosen = `cache:\n  provider: redis\n  providers:\n${redis}`;

export const completions: readonly CompletionScenario[] = [
  {
    does: "complete",
    name: "keys of the document, without $schema",
    document: "name: relay\n▮\n",
    offers: ["cache", "listen", "probes", "sinks"],
    documented: { cache: /^Where hot entries are kept\.$/ },
  },
  {
    does: "complete",
    name: "ids of a keyed kind, each with its text",
    document: "cache:\n  provider: ▮\n",
    offers: "caches",
    documented: { redis: /\*\*Redis\*\*.*One \\\*Redis\\\* server/, memcached: /Deprecated: use redis/ },
  },
  {
    does: "complete",
    name: "all ids, whatever is typed already and below",
    document: `cache:\n  provider: r▮\n  providers:\n${redis}`,
    offers: "caches",
  },
  {
    does: "complete",
    name: "ids of an inline kind, beside fields of one of them",
    document: "sinks:\n  events:\n    engine: ▮\n    table: events\n",
    offers: "sinks",
    documented: { sqlite: /\*\*SQLite\*\*.*Writes to a file/, auto: /rules/ },
  },
  {
    does: "complete",
    name: "the map, once the provider is chosen",
    document: "cache:\n  provider: redis\n  ▮\n",
    offers: ["providers"],
  },
  {
    does: "complete",
    name: "ids in the map that are not deprecated",
    document: "cache:\n  provider: redis\n  providers:\n    ▮\n",
    offers: "usable",
    documented: { redis: /One .*Redis.* server/ },
  },
  {
    does: "complete",
    name: "fields of the provider, without deprecated ones and those that are there",
    document: "cache:\n  provider: redis\n  providers:\n    redis:\n      url: redis://h\n      ▮\n",
    offers: ["database", "eviction", "password", "retry", "ttl"],
    documented: { ttl: /Seconds an entry lives/, database: /Number of the database/ },
  },
  {
    does: "complete",
    name: "fields behind a reference",
    document: "cache:\n  providers:\n    redis:\n      retry:\n        ▮\n",
    offers: ["pause", "times"],
  },
  {
    does: "complete",
    name: "values of a list of values",
    document: "cache:\n  providers:\n    redis:\n      eviction: ▮\n",
    offers: ["lfu", "lru", "none"],
  },
  {
    does: "complete",
    name: "in an empty inline object the selector, shared fields and a snippet for each id",
    document: "sinks:\n  events:\n    ▮\n",
    offers: ["enabled", "engine"],
    snippets: "sinks",
  },
  {
    does: "complete",
    name: "only the chosen engine's fields, though other ids begin alike",
    document: "sinks:\n  events:\n    engine: sql\n    ▮\n",
    offers: ["batch", "enabled", "table"],
    documented: { enabled: /Switch a sink off/, table: /Name of the table/ },
  },
  {
    does: "complete",
    name: "only the fields of an engine whose id another one's begins with",
    document: "sinks:\n  events:\n    engine: sql-native\n    ▮\n",
    offers: ["enabled", "socket"],
  },
  {
    does: "complete",
    name: "only the shared fields of a virtual id",
    document: "sinks:\n  events:\n    engine: auto\n    ▮\n",
    offers: ["enabled"],
  },
  {
    does: "complete",
    name: "only the shared fields of a custom id",
    document: "sinks:\n  events:\n    engine: acme:kafka\n    ▮\n",
    offers: ["enabled"],
  },
];

export const refusals: readonly DiagnosticScenario[] = [
  {
    does: "refuse",
    name: "a valid document",
    document: `name: relay\nx-note: any\n${chosen}    redis-cluster:\n      nodes: [a]\nsinks:\n  events:\n    engine: sql\n    table: events\n    enabled: false\n  any:\n    engine: auto\n`,
    messages: [],
  },
  {
    does: "refuse",
    name: "custom ids with any fields",
    document:
      "cache:\n  provider: acme:near\n  providers:\n    acme:near:\n      any: 1\nsinks:\n  events:\n    engine: acme:kafka\n    topic: t\n",
    messages: [],
  },
  {
    does: "refuse",
    name: "a virtual id without settings",
    document: "cache:\n  provider: near\n",
    messages: [],
  },
  {
    does: "refuse",
    name: "a custom id of a kind that has no provider of its own",
    document: "probes:\n  main:\n    engine: acme:ping\n    every: 5\n",
    messages: [],
  },
  {
    does: "refuse",
    name: "a bare id of a kind that has no provider of its own",
    document: "probes:\n  main:\n    engine: «ping»\n",
    messages: [/pattern/],
  },
  {
    does: "refuse",
    name: "a misspelt provider",
    document: `cache:\n  provider: «redos»\n  providers:\n${redis}`,
    messages: ["caches"],
  },
  {
    does: "refuse",
    name: "a misspelt engine beside fields of the right one",
    document: "sinks:\n  events:\n    engine: «sqll»\n    table: events\n    batch: 5\n",
    messages: ["sinks"],
  },
  {
    does: "refuse",
    name: "a number for an id",
    document: "sinks:\n  events:\n    engine: «5»\n",
    messages: ["sinks"],
  },
  {
    does: "refuse",
    name: "a prefix of several engines' ids",
    document: "sinks:\n  events:\n    engine: «sq»\n",
    messages: ["sinks"],
  },
  {
    does: "refuse",
    name: "a missing provider",
    document: `«cache»:\n  providers:\n${redis}`,
    messages: [/Missing property "provider"/],
  },
  {
    does: "refuse",
    name: "a missing engine",
    document: "sinks:\n  «events»:\n    table: events\n",
    messages: [/Missing property "engine"/],
  },
  {
    does: "refuse",
    name: "a missing map",
    document: "«cache»:\n  provider: redis\n",
    messages: [/Missing property "providers"/],
  },
  {
    does: "refuse",
    name: "settings of another provider only",
    document: "cache:\n  provider: memory\n  «providers»:\n    redis-cluster:\n      nodes: [a]\n",
    messages: [/Missing property "memory"/],
  },
  {
    does: "refuse",
    name: "an id that nobody knows in the map",
    document: `${chosen}    «redis-clustr»:\n      nodes: [a]\n`,
    messages: [/Property redis-clustr is not allowed/],
  },
  {
    does: "refuse",
    name: "an unknown field of the chosen provider",
    document: `${chosen}      «tll»: 60\n`,
    messages: [/Property tll is not allowed/],
  },
  {
    does: "refuse",
    name: "a fault in a provider that is not chosen",
    document: `${chosen}    redis-cluster:\n      «nods»: [a]\n      nodes: [b]\n`,
    messages: [/Property nods is not allowed/],
  },
  {
    does: "refuse",
    name: "another engine's field",
    document: "sinks:\n  events:\n    engine: sql\n    table: events\n    «socket»: /tmp/s\n",
    messages: [/Property socket is not allowed/],
  },
  {
    does: "refuse",
    name: "a field beside a virtual id",
    document: "sinks:\n  events:\n    engine: auto\n    «table»: events\n",
    messages: [/Property table is not allowed/],
  },
  {
    does: "refuse",
    name: "a missing field of the engine",
    document: "sinks:\n  «events»:\n    engine: sql\n    batch: 5\n",
    messages: [/Missing property "table"/],
  },
  {
    does: "refuse",
    name: "a shared field of the wrong type",
    document: "sinks:\n  events:\n    engine: sql\n    table: t\n    enabled: «often»\n",
    messages: [/Incorrect type.*boolean/],
  },
  {
    does: "refuse",
    name: "a field of the wrong type",
    document: `${chosen}      ttl: «soon»\n`,
    messages: [/Incorrect type.*integer/],
  },
  {
    does: "refuse",
    name: "a value outside its list",
    document: `${chosen}      eviction: «lfru»\n`,
    messages: [/"lru", "lfu", "none"/],
  },
  {
    does: "refuse",
    name: "a value outside its pattern, beside a variable",
    document:
      "cache:\n  provider: redis\n  providers:\n    redis:\n      url: «http://h»\n      database: 0\n",
    messages: [/pattern/],
  },
  {
    does: "refuse",
    name: "a number out of bounds behind a reference",
    document: `${chosen}      retry:\n        times: «10»\n`,
    messages: [/maximum of 9/],
  },
  {
    does: "refuse",
    name: "a field of the document out of bounds, and one that it does not have",
    document: "listen:\n  port: «70000»\n«nam»: relay\n",
    messages: [/maximum of 65535/, /Property nam is not allowed/],
  },
  {
    does: "refuse",
    name: "a deprecated field",
    document: "sinks:\n  events:\n    engine: http\n    address: a\n    «size: 5»\n",
    messages: [/size is deprecated: Old name of nothing/],
  },
  {
    does: "refuse",
    name: "a deprecated provider",
    document: "cache:\n  provider: memcached\n  providers:\n    «memcached: {}»\n",
    json: '{"cache": {"provider": "memcached", "providers": {«"memcached": {}»}}}',
    messages: [/memcached is deprecated: use redis/],
  },
  {
    does: "refuse",
    name: "a deprecated engine",
    document: "sinks:\n  «events: {engine: legacy}»\n",
    json: '{"sinks": {«"events": {"engine": "legacy"}»}}',
    messages: [/legacy is deprecated: use http/],
  },
  {
    does: "refuse",
    name: "a field that the environment can give",
    document: "cache:\n  provider: redis\n  providers:\n    redis:\n      database: 0\n",
    messages: [],
  },
  {
    does: "refuse",
    name: "five mistakes, five diagnostics",
    document: `cache:\n  provider: «redos»\n  providers:\n${redis}      «tll»: 1\nsinks:\n  events:\n    engine: sql\n    table: t\n    «btch»: 5\n  «other»:\n    engine: sqlite\n  last:\n    engine: http\n    address: «5»\n`,
    messages: ["caches", /Property tll/, /Property btch/, /Missing property "file"/, /Incorrect type/],
  },
];

export const hovers: readonly HoverScenario[] = [
  {
    does: "hover",
    name: "the selector",
    document: `cache:\n  pro▮vider: redis\n  providers:\n${redis}`,
    says: [/The cache provider in use\./, /One \\\*Redis\\\* server/],
  },
  {
    does: "hover",
    name: "the chosen id",
    document: `cache:\n  provider: re▮dis\n  providers:\n${redis}`,
    says: [/The cache provider in use\./, /One \\\*Redis\\\* server/],
  },
  {
    does: "hover",
    name: "an id in the map",
    document: `cache:\n  provider: redis\n  providers:\n    re▮dis:\n      url: redis://h\n      database: 0\n`,
    says: [/Redis/, /One \\\*Redis\\\* server/],
  },
  {
    does: "hover",
    name: "a field with a title and a default",
    document: `${chosen}      tt▮l: 60\n`,
    says: [/Time to live/, /Seconds an entry lives\./, /Default: `60`/],
  },
  {
    does: "hover",
    name: "a field that the environment can give",
    document:
      "cache:\n  provider: redis\n  providers:\n    redis:\n      u▮rl: redis://h\n      database: 0\n",
    says: [/Server address/, /Where the server listens\./, /`REDIS_URL`/],
  },
  {
    does: "hover",
    name: "a list of values with a default",
    document: `${chosen}      evic▮tion: lfu\n`,
    says: [/What goes first\./, /Default: `lru`/],
  },
  {
    does: "hover",
    name: "a shared field beside an engine",
    document: "sinks:\n  events:\n    engine: sql\n    table: t\n    ena▮bled: true\n",
    says: [/Switch a sink off without removing it\./, /Default: `true`/],
  },
  {
    does: "hover",
    name: "an engine's field, and nothing of engines whose ids begin alike",
    document: "sinks:\n  events:\n    engine: sql\n    ta▮ble: t\n",
    says: [/Name of the table\./],
    saysNot: /socket|path of/i,
  },
  {
    does: "hover",
    name: "a field of the document itself",
    document: "listen:\n  po▮rt: 80\n",
    says: [/TCP port\./, /Default: `8080`/],
  },
];
