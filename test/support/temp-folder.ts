export { temporaryFolder as tempFolder } from "./folders.js";
