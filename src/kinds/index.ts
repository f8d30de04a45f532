/**
 * The shipped kinds together, as codegen writes them for this package: `defineConfig` and the definition of the whole document,
 * every registry, every config type. What a program does with one of the kinds is in that kind's own entry.
 *
 * @module
 */

export * from "../../generated/index.js";
