import { describeMistakes } from "../../editors/support/describe-mistakes.js";
import { yaml200 } from "../../editors/support/newest-yaml-server.js";
import { vscodeJson, yaml119, yaml125 } from "../../editors/support/servers.js";

for (const server of [yaml119, yaml125, yaml200(), vscodeJson]) describeMistakes(server);
