/**
 * Name, document in block YAML, and every diagnostic with its place:
 * `line:column-endColumn [warning ]code message[ | hint]`.
 */
export type Mistake = readonly [name: string, text: string, expected: readonly string[]];

/** The section that every document needs. */
export const project = "project: {name: shop}\n";
export const backends = "available providers: [encore-ts generic old]";
export const engines = "available engines: [drizzle knex prisma raw]";
