import type { BackendGenericConfig } from "../../../generated/backend/providers/generic.config.js";
import type { BackendProvider } from "../provider.js";
import { buildDockerImage, planDockerImage } from "./build.js";
import { planDevCommand, runDevCommand } from "./dev.js";

/** Runs any command in development and builds any Dockerfile. */
const genericBackend: Required<BackendProvider<BackendGenericConfig>> = {
  id: "generic",
  dev: runDevCommand,
  buildDocker: buildDockerImage,
  planDev: planDevCommand,
  planBuildDocker: planDockerImage,
};

export default genericBackend;
