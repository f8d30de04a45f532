/** The formats of `provc validate`. */
export const reportFormats = ["pretty", "json", "github", "sarif", "junit"] as const;

export type ReportFormat = (typeof reportFormats)[number];
