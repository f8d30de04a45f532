import type { Model } from "../../../generator/model/model.js";
import { hostile } from "./fixtures/hostile.js";
import { routing } from "./fixtures/routing.js";
import { shapesModel } from "./fixtures/shapes.js";
import { stagecraft } from "./fixtures/stagecraft.js";

/** The models whose whole output is kept in `test/golden/<case>/generated`, by case. */
export const goldenCases: ReadonlyMap<string, Model> = new Map([
  ["hostile", hostile],
  ["routing", routing],
  ["shapes", shapesModel],
  ["stagecraft", stagecraft],
]);
