/** Where random inputs begin: at the same place every time, so that a run can be repeated; elsewhere with FUZZ_SEED. */
export const randomSeed = Number(process.env.FUZZ_SEED ?? 20_260_101);
