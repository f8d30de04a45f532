import { describe } from "vitest";
import type { DatabaseKind, EngineFixture } from "../migration-engines/engine-fixture.js";
import { lightScenarios } from "./light-scenarios.js";
import { useDatabases } from "./matrix-databases.js";
import { MatrixProject } from "./matrix-project.js";
import { manyScenario, processScenarios } from "./process-scenarios.js";

/** The matrix of one engine as far as it is quick: on SQLite and PostgreSQL, in this process. */
export function quickMatrix(fixture: EngineFixture): void {
  const kinds = fixture.databases.filter((kind) => kind === "sqlite" || kind === "postgres");
  matrix(fixture, kinds, (newProject) => lightScenarios(newProject, fixture));
}

/** The whole matrix of one engine. */
export function fullMatrix(fixture: EngineFixture): void {
  matrix(fixture, fixture.databases, (newProject, kind) => {
    if (kind === "mysql" || kind === "pglite") lightScenarios(newProject, fixture);
    processScenarios(newProject);
    if (isForMany(fixture, kind)) manyScenario(newProject);
  });
}

/**
 * A great number of migrations is a matter of the engine, and of the database, but not of the two together: every engine
 * has them on one database, and every database from one engine. The others would only wait for the disk, which an
 * embedded database writes to for each of them.
 */
function isForMany({ engine, databases }: EngineFixture, kind: DatabaseKind): boolean {
  return engine === "raw" || kind === "postgres" || !databases.includes("postgres");
}

function matrix(
  fixture: EngineFixture,
  kinds: readonly DatabaseKind[],
  scenarios: (newProject: () => Promise<MatrixProject>, kind: DatabaseKind) => void,
): void {
  describe.each(kinds)(`engine ${fixture.engine} on %s`, (kind) => {
    const databases = useDatabases([kind]);
    scenarios(() => MatrixProject.create(kind, fixture, databases), kind);
  });
}
