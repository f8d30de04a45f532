import { describeServer } from "../../editors/support/describe-server.js";
import { yaml200 } from "../../editors/support/newest-yaml-server.js";
import { vscodeJson, yaml119 } from "../../editors/support/servers.js";

// yaml-language-server 1.25 is in the default suite.
for (const server of [yaml119, yaml200(), vscodeJson]) describeServer(server, [4, 300]);
