import fc from "fast-check";
import { stringify } from "yaml";
import type { FuzzInput } from "../fuzz-input.js";

/** A document with a secret somewhere in it, or in the environment, and at least one mistake. */
export interface CanaryInput extends FuzzInput {
  readonly text: string;
  readonly file: string;
  readonly env: { readonly [name: string]: string };
  readonly canary: string;
}

type Fields = { [name: string]: unknown };

/** The document before anything is wrong: a secret in every place that can hold one. */
function documentWith(secret: unknown, url: string): Fields {
  return {
    project: { name: "shop" },
    license: secret,
    backend: {
      provider: "encore-ts",
      providers: {
        generic: { dev: { command: ["npm", "start"], env: { DATABASE: url } }, build: { dockerfile: url } },
        "encore-ts": { entrypoint: "main.ts", token: secret, secrets: { first: secret, second: url } },
      },
    },
    queues: { jobs: { type: "redis", url: secret, size: 1 } },
    databases: { main: { connection_env: url, migrations: { engine: "raw", path: url } } },
  };
}

type Place = (document: Fields) => Fields;
/** A map of the document; a new one where an earlier mistake took it away. */
const at = (document: Fields, ...path: string[]): Fields =>
  path.reduce((fields: Fields, name) => {
    const inner = fields[name];
    return typeof inner === "object" && inner !== null && !Array.isArray(inner) ? (inner as Fields) : {};
  }, document);
const without = (fields: Fields, name: string): unknown => {
  const value = fields[name];
  delete fields[name];
  return value;
};

/** Mistakes, most of them next to a secret or in it. */
const mistakes: readonly Place[] = [
  (document) => ({ ...document, surplus: 1 }),
  (document) => ({ ...document, project: {} }),
  (document) => ({ ...document, backend: document.license }),
  (document) => ({ ...document, license: { inner: [document.license] } }),
  (document) => ({ ...document, queues: document.license }),
  (document) => ({ ...document, lisense: without(document, "license") }),
  (document) => ({ ...document, queues: { jobs: { type: "rdis", url: document.license } } }),
  (document) => {
    at(document, "backend").provider = "encor-ts";
    return document;
  },
  (document) => {
    at(document, "backend").region = "EU";
    return document;
  },
  (document) => {
    at(document, "backend").provider = "${SECRET}";
    return document;
  },
  (document) => {
    at(document, "backend").region = "${SECRET}";
    return document;
  },
  (document) => {
    at(document, "backend", "providers", "generic", "dev").port = "${SECRET}";
    return document;
  },
  (document) => {
    at(document, "databases", "main", "migrations").engine = "${DATABASE_URL}";
    return document;
  },
  (document) => {
    const config = at(document, "backend", "providers", "encore-ts");
    config.tokn = without(config, "token");
    return document;
  },
  (document) => {
    const config = at(document, "backend", "providers", "encore-ts");
    config.token = [config.token, { a: config.token }];
    return document;
  },
  (document) => {
    const config = at(document, "backend", "providers", "encore-ts");
    config.secrets = config.token;
    return document;
  },
  (document) => {
    const config = at(document, "backend", "providers", "encore-ts");
    without(config, "entrypoint");
    config.debug = "yes";
    return document;
  },
  (document) => {
    const configs = at(document, "backend", "providers");
    configs["encore-js"] = without(configs, "encore-ts");
    return document;
  },
  (document) => {
    at(document, "queues", "jobs").size = "many";
    return document;
  },
  (document) => {
    const job = at(document, "queues", "jobs");
    job.password = job.url;
    return document;
  },
  (document) => {
    at(document, "databases", "main", "migrations").stratgy = "manual";
    return document;
  },
  (document) => {
    const main = at(document, "databases", "main");
    main.migrations = main.connection_env;
    return document;
  },
];

const writings: readonly (readonly [file: string, write: (value: unknown) => string])[] = [
  ["test.yml", (value) => stringify(value)],
  ["test.yml", (value) => stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 })],
  ["test.yml", (value) => stringify(value, { collectionStyle: "flow", lineWidth: 0 })],
  ["test.yml", (value) => stringify(value, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" })],
  ["test.yml", (value) => stringify(value, { defaultStringType: "BLOCK_FOLDED", defaultKeyType: "PLAIN" })],
  ["test.json", (value) => JSON.stringify(value)],
  ["test.json", (value) => JSON.stringify(value, undefined, 2)],
];

/** What makes a text no YAML and no JSON at some place. */
const damage: readonly ((text: string, where: number) => string)[] = [
  (text) => text,
  (text) => text,
  (text, where) => `${text.slice(0, where)}\t[${text.slice(where)}`,
  (text, where) => text.slice(0, where),
  (text, where) => `${text.slice(0, where)}"${text.slice(where)}`,
  (text) => `${text}\n}: [\n`,
];

/**
 * The place itself or the next one where no word is cut in two and no secret is touched: nobody can tell that half a name is
 * a secret's, or that half a secret stands whole elsewhere.
 */
function besideSecrets(text: string, canary: string, where: number): number {
  const isInside = (place: number): boolean =>
    /^\w\w$/.test(text.slice(place - 1, place + 1)) || secretAround(text, place).includes(canary);
  let place = where;
  while (place < text.length && isInside(place)) place++;
  return place;
}

/** What stands around a place without a blank. */
function secretAround(text: string, place: number): string {
  const before = /\S*$/.exec(text.slice(0, place))?.[0] ?? "";
  return before + (/^\S*/.exec(text.slice(place))?.[0] ?? "");
}

/** How a secret gets into the document: written out, or by the environment. */
const ways = ["text", "variable", "default", "number"] as const;

/** Documents with canaries, all invalid. */
export const canaryInputs: fc.Arbitrary<CanaryInput> = fc
  .record({
    canary: fc.stringMatching(/^[A-Za-z0-9]{10,16}$/),
    way: fc.constantFrom(...ways),
    wrong: fc.uniqueArray(fc.nat({ max: mistakes.length - 1 }), { minLength: 1, maxLength: 3 }),
    writing: fc.constantFrom(...writings),
    broken: fc.constantFrom(...damage),
    where: fc.nat({ max: 400 }),
  })
  .map(({ canary: letters, way, wrong, writing: [file, write], broken, where }) => {
    // No more than a number holds exactly.
    const digits = `7${[...letters].map((letter) => letter.charCodeAt(0) % 10).join("")}`.slice(0, 15);
    const canary = way === "number" ? digits : `canary${letters}`;
    const secret = {
      text: canary,
      variable: "${SECRET}",
      default: `\${UNSET:-${canary}}`,
      number: Number(digits),
    }[way];
    const url = way === "variable" ? "${DATABASE_URL}" : `postgres://me:${canary}@db.example.com:5432/shop`;
    const env = {
      SECRET: canary,
      DATABASE_URL: `postgres://me:${canary}@db/x`,
      ENCORE_TOKEN: canary,
      GENERIC_PORT: canary,
    };
    const faulty = wrong.reduce(
      (document: Fields, index) => mistakes[index]?.(document) ?? document,
      documentWith(secret, url),
    );
    const text = write(faulty);
    return { text: broken(text, besideSecrets(text, canary, where % text.length)), file, env, canary };
  })
  .filter(({ text }) => text.trim() !== "");
