import { rawFixture } from "../../support/migration-engines/raw.js";
import { quickMatrix } from "../../support/migration-matrix/matrix.js";

quickMatrix(rawFixture);
