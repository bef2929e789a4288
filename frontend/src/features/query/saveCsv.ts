import { toCsv } from "./domain/result";

import type { Query } from "@/shared/api/types";

/** Hands the result to the browser as a download. */
export function saveCsv(query: Query): void {
  const url = URL.createObjectURL(new Blob([toCsv(query)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `finpulse-${query.id.slice(0, 8)}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
