import { project } from "../../document/mistakes/mistake.js";

const backend = (config: string): string =>
  `${project}backend:\n  provider: encore-ts\n  providers:\n    encore-ts:\n${config}`;
const database = (fields: string): string => `${project}databases:\n  main:\n    migrations:\n${fields}`;
const queue = (fields: string): string => `${project}queues:\n  mail:\n${fields}`;

/** Name, document in block YAML, and the lines of its mistakes, each of which is one mark; 0 is the document as a whole. */
export type MisspeltDocument = readonly [name: string, text: string, lines: readonly number[]];

/** Misspelt and missing keys of the same document as the table of mistakes has, alone and together. */
export const misspeltDocuments: readonly MisspeltDocument[] = [
  ["a letter is missing in a required field", backend("      entrypont: ./x\n"), [6]],
  ["a letter too many in a required field", backend("      entrypointt: ./x\n"), [6]],
  ["a wrong letter in a required field", backend("      entrypoind: ./x\n"), [6]],
  ["neighbours are swapped in a required field", backend("      entrypiont: ./x\n"), [6]],
  ["a required field in another case", backend("      EntryPoint: ./x\n"), [6]],
  ["two letters are wrong in a required field", backend("      entripoind: ./x\n"), [6]],
  ["three letters are wrong in a required field", backend("      entirpoid: ./x\n"), [6]],
  ["a letter and the case are wrong in a required field", backend("      EntryPont: ./x\n"), [6]],
  ["an optional field is misspelt", backend("      entrypoint: ./x\n      debg: true\n"), [7]],
  ["a required field is missing", backend("      debug: true\n"), [5]],
  ["a required field is missing beside an unrelated key", backend("      colour: red\n"), [5, 6]],
  [
    "a required and an optional field are misspelt",
    backend("      entrypoit: ./x\n      debugg: true\n"),
    [6, 7],
  ],
  ["a misspelt field beside the right one", backend("      entrypoint: ./x\n      entrypont: ./y\n"), [7]],
  [
    "a required field of a nested object is misspelt",
    `${project}backend:\n  provider: generic\n  providers:\n    generic:\n      dev:\n        comand: [a]\n`,
    [7],
  ],
  [
    "the selector of the keyed form is misspelt",
    `${project}backend:\n  provder: generic\n  providers:\n    generic: {}\n`,
    [3],
  ],
  [
    "the map of the keyed form is misspelt",
    `${project}backend:\n  provider: generic\n  provders:\n    generic: {}\n`,
    [4],
  ],
  [
    "selector and map are both misspelt",
    `${project}backend:\n  proider: generic\n  provders:\n    generic: {}\n`,
    [3, 4],
  ],
  ["the selector has another name, and nothing else is there", `${project}backend:\n  type: generic\n`, [3]],
  ["the selector has another name, and a virtual id", `${project}isolation:\n  type: auto\n`, [3]],
  [
    "the selector is missing beside a key whose value begins like an id",
    `${project}backend:\n  type: generics\n  providers: {}\n`,
    [2, 3],
  ],
  [
    "the selector is missing beside a key whose value looks like a custom id",
    `${project}backend:\n  image: node:22\n  providers: {}\n`,
    [2, 3],
  ],
  [
    "the selector has another name and settings stand beside the map",
    `${project}backend:\n  type: generic\n  generic: {}\n`,
    [3, 4],
  ],
  [
    "settings of two providers beside the map",
    `${project}backend:\n  provider: generic\n  generic: {}\n  old: {}\n`,
    [4, 5],
  ],
  [
    "settings of a custom provider beside the map",
    `${project}backend:\n  provider: acme:own\n  acme:own: {}\n`,
    [4],
  ],
  [
    "settings beside the map, misspelt, and no map",
    `${project}backend:\n  provider: generic\n  genric: {}\n`,
    [2, 4],
  ],
  [
    "an id in the map is misspelt",
    `${project}backend:\n  provider: generic\n  providers:\n    genric: {}\n`,
    [5],
  ],
  [
    "an id is missing in the map beside another provider's",
    `${project}backend:\n  provider: generic\n  providers:\n    old: {}\n`,
    [4, 5],
  ],
  [
    "an unrelated key in the map, and no entry",
    `${project}backend:\n  provider: generic\n  providers:\n    kubernetes: {}\n`,
    [4, 5],
  ],
  ["the selector of the inline form is misspelt", database("      engin: raw\n      path: ./m\n"), [5]],
  ["a shared field of the inline form is misspelt", database("      engine: raw\n      pth: ./m\n"), [6]],
  [
    "two required fields are misspelt",
    database("      engine: prisma\n      pth: ./m\n      schema_pth: x\n"),
    [6, 7],
  ],
  [
    "a required field is misspelt and another missing",
    database("      engine: prisma\n      pth: ./m\n"),
    [4, 6],
  ],
  [
    "the engine is wrong and a shared field missing",
    database("      engine: raww\n      table: x\n"),
    [4, 5],
  ],
  [
    "a field that only another engine has",
    database("      engine: raw\n      path: ./m\n      client: pg\n"),
    [7],
  ],
  [
    "a shared field of a custom engine is missing, whatever else there is",
    database("      engine: acme:fly\n      pth: ./m\n"),
    [4],
  ],
  [
    "a field that another shared one needs is misspelt",
    queue("    type: redis\n    url: r\n    batch: 5\n    siz: 50\n"),
    [7],
  ],
  [
    "a field that another shared one needs is misspelt beside a virtual id",
    queue("    type: best\n    batch: 5\n    siz: 50\n"),
    [6],
  ],
  [
    "a field that is shared behind a reference is misspelt",
    queue("    type: redis\n    url: r\n    limit: 5\n    overflw: drop\n"),
    [7],
  ],
  [
    "a field that is shared behind a reference is missing",
    queue("    type: redis\n    url: r\n    limit: 5\n"),
    [3],
  ],
  [
    "a field that is shared behind a reference is missing in a queue that takes any key",
    queue("    type: memory\n    limit: 5\n    overflw: drop\n"),
    [3],
  ],
  [
    "a field that is shared behind a reference is misspelt beside a virtual id",
    queue("    type: best\n    limit: 5\n    overflw: drop\n"),
    [6],
  ],
  ["a required section of the document is misspelt", "projet:\n  name: shop\n", [1]],
  ["a required section in another case", "Project:\n  name: shop\n", [1]],
  ["a required section with two wrong letters", "prjct:\n  name: shop\n", [1]],
  ["sections misspelt and missing beside each other", "licence: MIT\n", [0, 1]],
  ["a required field behind a merge key is misspelt", "project:\n  <<: {nme: shop}\n", [2]],
];
