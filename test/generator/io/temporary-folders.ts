import { temporaryFolder } from "../../support/folders.js";

export { writeTree } from "../../support/folders.js";

/** Makes folders that are removed when the suite ends. */
export const temporaryFolders = (_name: string): (() => string) => temporaryFolder;
