import { knexFixture } from "../../support/migration-engines/knex.js";
import { quickMatrix } from "../../support/migration-matrix/matrix.js";

quickMatrix({ ...knexFixture, databases: ["sqlite"] });
