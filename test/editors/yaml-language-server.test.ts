import { describeServer } from "./support/describe-server.js";
import { yaml125 } from "./support/servers.js";

// The other servers are in test/heavy/editors.
describeServer(yaml125, [4, 300]);
