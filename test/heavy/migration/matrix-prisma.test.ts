import { prismaFixture } from "../../support/migration-engines/prisma.js";
import { fullMatrix } from "../../support/migration-matrix/matrix.js";

fullMatrix(prismaFixture);
