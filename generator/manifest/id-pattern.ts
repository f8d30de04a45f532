/** Ids of kinds, providers and virtual ids: kebab-case. */
export const idPattern: string = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";
