/** The version of the API's paths and shapes, not that of the package. */
export const apiVersion = "1.0.0";
