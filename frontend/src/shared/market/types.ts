/** How much of the past the chart shows. */
export type Range = "1h" | "6h" | "24h";

/** What became of the first request for some data. */
export type LoadState = "loading" | "ready" | "error";

export const RANGES: readonly Range[] = ["1h", "6h", "24h"];
