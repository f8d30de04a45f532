import path from "node:path";
import { installedOnce, newerNode } from "../../support/installed-once.js";
import { type ServerDescription, yamlServer } from "./servers.js";

/** yaml-language-server 2.0, which needs a newer Node than provc does. */
export function yaml200(): ServerDescription {
  const modules = installedOnce("yaml-language-server-2.0", ["yaml-language-server@2.0.0"]);
  return yamlServer("yaml-language-server 2.0", path.join(modules, "yaml-language-server"), newerNode());
}
