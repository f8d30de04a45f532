import type { BackendGenericConfig } from "../../../generated/backend/providers/generic.config.js";
import type { BackendProvider } from "../provider.js";
import { buildDockerImage } from "./build.js";
import { runDevCommand } from "./dev.js";

/** Runs any command in development and builds any Dockerfile. */
const genericBackend: BackendProvider<BackendGenericConfig> = {
  id: "generic",
  dev: runDevCommand,
  buildDocker: buildDockerImage,
};

export default genericBackend;
