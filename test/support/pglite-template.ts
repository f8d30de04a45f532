import { cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { temporaryFolder } from "./folders.js";

/** The data folder of a new, empty embedded database, made once: that takes seconds, a copy does not. */
export class PgliteTemplate {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<PgliteTemplate> {
    const folder = temporaryFolder();
    const database = await PGlite.create(join(folder, "data"));
    await database.close();
    return new PgliteTemplate(folder);
  }

  /** Puts a copy where a project has its default database. */
  copyTo(project: string, database = "main"): void {
    const target = join(project, ".provc", "databases", database);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(this.#folder, "data"), target, { recursive: true });
  }
}
