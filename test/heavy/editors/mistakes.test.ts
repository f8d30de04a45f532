import { describeMistakes } from "../../editors/support/describe-mistakes.js";
import { vscodeJson, yaml119, yaml125 } from "../../editors/support/servers.js";

for (const server of [yaml119, yaml125, vscodeJson]) describeMistakes(server);
