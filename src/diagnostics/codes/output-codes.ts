import type { CodeRow } from "./code-row.js";

/** What the output folder of codegen is diagnosed with. */
export const outputCodes: readonly CodeRow[] = [
  [
    "output-conflict",
    "File in the way",
    "A file that provc did not write stands where output belongs.",
    "Move it away, or choose another folder with --out.",
  ],
  [
    "output-folder",
    "Output folder not usable",
    "The output folder, or a part of its path, is a file or leads through a symbolic link.",
    "Choose another folder with --out.",
  ],
  [
    "output-io",
    "Output cannot be read or written",
    "The system refused to read or write in the output folder.",
    "Do what the message says: permissions, disk space, or a file in use.",
  ],
  [
    "output-kept",
    "File left alone",
    "A file that is no longer generated was changed by hand, so it was not deleted.",
    "Delete it if nothing needs it.",
    "warning",
  ],
  [
    "output-locked",
    "Output folder in use",
    "Another run of provc is writing to the output folder.",
    "Wait for it; if that process is gone, remove the lock that the message names.",
  ],
];
