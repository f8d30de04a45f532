/** Whether two types are the same, also where one of them is `any` or `never`. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only when the type is `true`. */
export function holds<_Claim extends true>(): void {}
