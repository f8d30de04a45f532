/**
 * Imports go downwards only: contract ← diagnostics, source ← errors ← validation ← registry ← document
 * ← shipped kinds ← command line. There is no list of exceptions.
 */
const layers = [
  ["packages", []],
  ["contract", []],
  ["diagnostics", []],
  ["source", ["diagnostics"]],
  ["errors", ["contract", "diagnostics", "source"]],
  ["validation", ["contract", "diagnostics", "source", "errors"]],
  ["registry", ["contract", "diagnostics", "source", "errors", "validation"]],
  ["document", ["contract", "diagnostics", "source", "errors", "validation", "registry"]],
];
const folders = (names) => `^src/(${names.join("|")})/`;

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    ...layers.map(([name, below]) => ({
      name: `layer-${name}`,
      severity: "error",
      from: { path: folders([name]) },
      to: { path: "^(src|generator|generated)/", pathNot: folders([name, ...below]) },
    })),
    {
      name: "generator-knows-no-run-time",
      severity: "error",
      comment:
        "The compiler reads contracts, diagnostics, sources, the versions of packages and the validation rules it shares with the run time; nothing else.",
      from: { path: "^generator/" },
      to: { path: "^(src|generated)/", pathNot: "^src/(contract|diagnostics|packages|source|validation)/" },
    },
    {
      name: "generator-only-from-the-command-line",
      severity: "error",
      comment:
        "Providers take the type of their config from generated/; no code of it. kinds/ has the package's entries to it.",
      from: { path: "^src/", pathNot: "^src/(cli|kinds)/" },
      to: { path: "^(generator|generated)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "nothing-imports-the-published-tests",
      severity: "error",
      from: { path: "^(src|generator|generated)/", pathNot: "^src/testing/" },
      to: { path: "^src/testing/" },
    },
    {
      name: "shipped-kinds-know-no-command-line",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/cli/" },
      to: { path: "^src/cli/" },
    },
    {
      name: "heavy-packages-are-lazy",
      severity: "error",
      comment:
        "ts-morph, json-schema-to-typescript, ajv and jiti cost 35–300 ms: only import() may reach them.",
      from: { path: "^(src|generator)/" },
      to: {
        path: "node_modules/(ts-morph|json-schema-to-typescript|ajv|jiti)/",
        dynamic: false,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "no-undeclared-package",
      severity: "error",
      from: { path: "^(src|generator)/" },
      to: {
        dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"],
        // Bundled into dist/ (build.mjs); vitest is what users of provc/testing have.
        pathNot: "node_modules/(hono|@hono/node-server|picocolors|vitest|yaml)/",
        dependencyTypesNot: ["npm-peer", "type-only"],
      },
    },
  ],
  options: {
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "default"] },
  },
};
