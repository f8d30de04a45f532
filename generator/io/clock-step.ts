/**
 * The longest step of a file system's clock, in milliseconds: a change may bear a time that lies so far back.
 */
export const clockStep = 12;
