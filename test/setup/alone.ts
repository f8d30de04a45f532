/** The test files that replace modules, which every other file in the same process would see: they get one of their own. */
export const alone: readonly string[] = [
  "test/generator/io/watch-files.test.ts",
  "test/isolation/workerd-package.test.ts",
  "test/packages/wrong-version.test.ts",
];
