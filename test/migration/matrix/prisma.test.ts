import { prismaFixture } from "../../support/migration-engines/prisma.js";
import { quickMatrix } from "../../support/migration-matrix/matrix.js";

quickMatrix(prismaFixture);
