// All suites, in the order of the page.
import * as codegen from "./suites/codegen.mjs";
import * as editors from "./suites/editors.mjs";
import * as generators from "./suites/generators.mjs";
import * as isolation from "./suites/isolation.mjs";
import * as keyed from "./suites/keyed.mjs";
import * as registry from "./suites/registry.mjs";
import * as typescript from "./suites/typescript.mjs";
import * as validation from "./suites/validation.mjs";

export const suites = [validation, keyed, codegen, generators, typescript, editors, registry, isolation];
