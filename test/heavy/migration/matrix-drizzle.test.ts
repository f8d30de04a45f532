import { drizzleFixture } from "../../support/migration-engines/drizzle.js";
import { fullMatrix, quickMatrix } from "../../support/migration-matrix/matrix.js";

// On SQLite, this much is part of the quick suite.
quickMatrix({ ...drizzleFixture, databases: ["postgres"] });
fullMatrix(drizzleFixture);
