import { knexFixture } from "../../support/migration-engines/knex.js";
import { fullMatrix, quickMatrix } from "../../support/migration-matrix/matrix.js";

// On SQLite, this much is part of the quick suite.
quickMatrix({ ...knexFixture, databases: ["postgres"] });
fullMatrix(knexFixture);
