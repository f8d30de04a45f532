/**
 * Milliseconds from some moment on, for measuring how long something takes. Node loads `performance` when it is first
 * used; a run in which nothing changed should not wait for that.
 */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6;
