import type { BackendEncoreTsConfig } from "../../../generated/backend/providers/encore-ts.config.js";
import type { BackendProvider } from "../provider.js";
import { buildEncoreImage, planEncoreImage } from "./build.js";
import { planEncore, runEncore } from "./dev.js";

/** Runs and builds an Encore app with Encore's own command line. */
const encoreBackend: Required<BackendProvider<BackendEncoreTsConfig>> = {
  id: "encore-ts",
  dev: runEncore,
  buildDocker: buildEncoreImage,
  planDev: planEncore,
  planBuildDocker: planEncoreImage,
};

export default encoreBackend;
