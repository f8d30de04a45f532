import { drizzleV1Fixture } from "../../support/migration-engines/drizzle.js";
import { fullMatrix, quickMatrix } from "../../support/migration-matrix/matrix.js";

quickMatrix(drizzleV1Fixture);
// The rest of the engine is the same for both versions; what differs is how drizzle-orm is called for a dialect.
fullMatrix({ ...drizzleV1Fixture, databases: ["mysql"] });
