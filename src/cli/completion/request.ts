/** The first word of the command line with which completion scripts ask for candidates. */
export const completionRequest = "__complete";
