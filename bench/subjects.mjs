// What is measured against what: each subject builds its validator from the same schemas and gives
// `check(choice)`, the verdict, and `errors(choice)`, verdict and errors of an invalid choice.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const load = (folder, path) => import(pathToFileURL(join(folder, path)).href);

/** A registry as a program holds it that has validated a choice of each of its providers. */
async function registry({ folder, samples }) {
  const { engineRegistry } = await load(folder, "bundle/registry.mjs");
  const checkers = new Map();
  const context = { at: ["engine"] };
  const examine = (choice) => checkers.get(choice.engine).check(choice, context);
  return {
    first: async (choice) => (await engineRegistry.validate(choice.engine, choice)).valid,
    async warm() {
      for (const { engine } of samples) checkers.set(engine, await engineRegistry.checker(engine));
    },
    check: (choice) => examine(choice).issues?.length === 0,
    // The words for what is wrong are imported with the first mistake, so that this is awaited.
    errorsAwaited: true,
    errors: async (choice) => {
      if (!engineRegistry.has(choice.engine)) return 1;
      return (await examine(choice)).issues.length;
    },
  };
}

/** The generated validators behind a Map, without the registry's words for what is wrong. */
async function validators({ folder, samples }) {
  const known = new Map();
  const add = async (id) =>
    known.set(id, await load(folder, `generated/engine/providers/${id}.validator.js`));
  return {
    first: async (choice) => (await add(choice.engine)).get(choice.engine).validate(choice),
    async warm() {
      for (const { engine } of samples) await add(engine);
    },
    check: (choice) => known.get(choice.engine).validate(choice),
    errors(choice) {
      const module = known.get(choice.engine);
      if (module === undefined) return 1;
      // What ajv has compiled leaves its errors with the function; provc's own validators list them when asked.
      return module.failures?.(choice).length ?? (module.validate(choice) || module.validate.errors.length);
    },
  };
}

const union = (peer, make) => async (context) => {
  const peerModule = await import(`./peers/${peer}.mjs`);
  return make(peerModule, context);
};
const ajvBehindMap = (modules) =>
  union("map", ({ behindMap }, { folder, ids }) =>
    behindMap(ids, (id) => require(join(folder, `${modules}/${id}.cjs`))),
  );
const built = (name, factory = "union") => union(name, (peer, { schemas }) => peer[factory](schemas));

/** Name → label and builder, in the order of the tables. */
export const subjects = {
  provc: { label: "provc registry", build: registry },
  validators: { label: "provc validators behind a Map", build: validators },
  "ajv-map": { label: "ajv standalone behind a Map", build: ajvBehindMap("ajv") },
  "ajv-map-all": { label: "ajv standalone behind a Map, allErrors", build: ajvBehindMap("ajv-all") },
  zod: { label: "Zod discriminatedUnion", build: built("zod") },
  valibot: { label: "Valibot variant", build: built("valibot") },
  arktype: { label: "ArkType type.or", build: built("arktype") },
  typebox: { label: "TypeBox Compile", build: built("typebox") },
  sinclair: { label: "@sinclair/typebox TypeCompiler", build: built("sinclair-typebox") },
  "ajv-discriminator": { label: "ajv discriminator (default)", build: built("ajv", "discriminator") },
  "ajv-functions": {
    label: "ajv discriminator, inlineRefs: false",
    build: built("ajv", "discriminatorFunctions"),
  },
  "ajv-any-of": { label: "ajv anyOf, inlineRefs: false", build: built("ajv", "anyOf") },
  "ajv-standalone": {
    label: "ajv discriminator, standalone",
    build: async ({ folder }) => {
      const validate = require(join(folder, "ajv/union.cjs"));
      return { check: validate, errors: (choice) => validate(choice) || validate.errors.length };
    },
  },
};
