import { rawFixture } from "../../support/migration-engines/raw.js";
import { fullMatrix } from "../../support/migration-matrix/matrix.js";

fullMatrix(rawFixture);
