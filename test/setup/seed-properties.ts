import fc from "fast-check";
import { randomSeed } from "./random-seed.js";

// A setup file: what holds for every input is tested with the same inputs until somebody asks for others.
fc.configureGlobal({ seed: randomSeed });
