import { drizzleFixture } from "../../support/migration-engines/drizzle.js";
import { quickMatrix } from "../../support/migration-matrix/matrix.js";

quickMatrix({ ...drizzleFixture, databases: ["sqlite"] });
