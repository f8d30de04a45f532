import { stringify } from "yaml";
import type { Model } from "../../../generator/model/model.js";
import { modelOf } from "../../generator/model/support.js";

const module = "./src/one.ts";

const ttl = { title: "Time to live", description: "Seconds an entry lives.", type: "integer", default: 60 };
const url = {
  title: "Server address",
  description: "Where the server listens.",
  type: "string",
  pattern: "^rediss?://",
  "x-env": "REDIS_URL",
};

/** Ids that begin alike are on purpose: editors match what is typed as a prefix. */
const caches = {
  redis: {
    title: "Redis",
    description: "One *Redis* server.",
    module,
    schema: {
      required: ["url", "database"],
      properties: {
        url,
        database: { description: "Number of the database.", type: "integer", minimum: 0 },
        ttl,
        expire: { description: "Old name of ttl.", type: "integer", deprecated: true },
        eviction: { description: "What goes first.", enum: ["lru", "lfu", "none"], default: "lru" },
        password: { description: "Password of the server.", type: "string", "x-secret": true },
        retry: { $ref: "#/$defs/retry", description: "How a lost connection is sought again." },
      },
      $defs: {
        retry: {
          title: "Retries",
          type: "object",
          required: ["times"],
          properties: {
            times: { description: "How often.", type: "integer", maximum: 9 },
            pause: { description: "Milliseconds in between.", type: "integer", default: 100 },
          },
        },
      },
    },
  },
  "redis-cluster": {
    title: "Redis Cluster",
    description: "A sharded Redis.",
    module,
    schema: {
      required: ["nodes"],
      properties: {
        nodes: { description: "host:port of each node.", type: "array", items: { type: "string" } },
      },
    },
  },
  memory: {
    title: "Memory",
    description: "Entries in the process.",
    module,
    schema: { properties: { entries: { description: "How many are kept.", type: "integer" }, ttl } },
  },
  memcached: {
    title: "Memcached",
    description: "A Memcached server.",
    module,
    deprecated: "use redis",
    schema: { properties: { servers: { type: "array", items: { type: "string" } } } },
  },
};

const sinks = {
  sql: {
    title: "SQL",
    description: "Writes rows.",
    module,
    schema: {
      required: ["table"],
      properties: {
        table: { description: "Name of the table.", type: "string", examples: ["events"] },
        batch: { description: "Rows in a batch.", type: "integer", minimum: 1, default: 50 },
      },
    },
  },
  "sql-native": {
    title: "SQL, native",
    description: "Writes rows without a driver.",
    module,
    schema: {
      required: ["socket"],
      properties: { socket: { description: "Path of the socket.", type: "string" } },
    },
  },
  sqlite: {
    title: "SQLite",
    description: "Writes to a file.",
    module,
    schema: {
      required: ["file"],
      properties: { file: { description: "Path of the file.", type: "string" } },
    },
  },
  http: {
    title: "HTTP",
    description: "Posts each event.",
    module,
    schema: {
      required: ["address"],
      properties: {
        address: { description: "Where to post.", type: "string" },
        size: { description: "Old name of nothing.", type: "integer", deprecated: true },
      },
    },
  },
  legacy: {
    title: "Legacy",
    description: "As before.",
    module,
    deprecated: "use http",
    schema: { properties: {} },
  },
};

/** What every sink has. */
const shared = {
  properties: {
    enabled: { description: "Switch a sink off without removing it.", type: "boolean", default: true },
  },
};

/** So many providers more; `p1` is a prefix of `p10`. */
function further(count: number): Record<string, object> {
  const providers = Array.from({ length: count }, (_, index) => {
    const fields = Array.from({ length: 8 }, (_, field): [string, object] => [
      `p${index}_field_${field}`,
      { title: `Field ${field}`, description: `Field ${field} of provider ${index}.`, type: "string" },
    ]);
    const schema = { required: [`p${index}_field_0`], properties: Object.fromEntries(fields) };
    return [`p${index}`, { title: `Provider ${index}`, description: `Synthetic ${index}.`, module, schema }];
  });
  return Object.fromEntries(providers);
}

/** The ids of a kind, virtual ids last. */
export interface RelayIds {
  readonly caches: readonly string[];
  /** Caches that are not deprecated. */
  readonly usable: readonly string[];
  readonly sinks: readonly string[];
}

/** A manifest with a keyed and an inline kind of so many providers each. */
export async function relay(count: number): Promise<{ readonly model: Model; readonly ids: RelayIds }> {
  const more = further(count - 4);
  const manifest = {
    version: 1,
    document: {
      title: "Relay configuration",
      files: ["relay.yaml", "relay.json"],
      schema: {
        description: "Configuration of a relay service.",
        type: "object",
        properties: {
          name: { description: "What the relay is called.", type: "string" },
          listen: {
            description: "Where the relay listens.",
            type: "object",
            properties: {
              port: { description: "TCP port.", type: "integer", maximum: 65535, default: 8080 },
            },
          },
        },
        patternProperties: { "^x-": {} },
      },
    },
    kinds: {
      cache: {
        title: "Cache",
        description: "Where hot entries are kept.",
        contract: "./src/contract.ts#Contract",
        config: { at: "cache", form: "keyed" },
        routing: { near: { rules: [{ use: "memory" }] } },
        providers: { ...caches, ...more },
      },
      sink: {
        title: "Event sink",
        description: "Where events of one kind go.",
        noun: "sink",
        contract: "./src/contract.ts#Contract",
        config: { at: "sinks.*", form: "inline", selector: "engine", shared },
        routing: { auto: { rules: [{ use: "http" }] } },
        providers: { ...sinks, ...more },
      },
      probe: {
        title: "Probe",
        description: "Asks whether the relay is well; nobody has written one yet.",
        contract: "./src/contract.ts#Contract",
        config: { at: "probes.*", form: "inline", selector: "engine" },
        providers: {},
      },
    },
  };
  const model = await modelOf(stringify(manifest, { aliasDuplicateObjects: false }));
  const idsOf = (kind: string): string[] =>
    model.kinds.find(({ id }) => id === kind)?.providers.map(({ id }) => id) ?? [];
  const allCaches = idsOf("cache");
  const usable = allCaches.filter((id) => id !== "memcached");
  return { model, ids: { caches: [...allCaches, "near"], usable, sinks: [...idsOf("sink"), "auto"] } };
}
