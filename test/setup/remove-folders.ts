import { afterAll } from "vitest";
import { removeTemporaryFolders } from "../support/folders.js";

// A setup file: test files share their process and its modules, so a hook in `folders.ts` would belong to the first of
// them. Hooks of the test file come before this one.
afterAll(removeTemporaryFolders);
