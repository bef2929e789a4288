import type { Query, QueryColumn } from "@/shared/api/types";

const NUMBERS = new Set(["tinyint", "smallint", "integer", "bigint", "decimal", "double", "float", "real"]);
const MINIMUM_BYTES = 10_000_000;

/** Whether a column stands at the right. */
export function isNumeric(column: QueryColumn): boolean {
  return NUMBERS.has(column.type);
}

/** Athena's text as it is read: decimals without the zeros that only fill up their scale. */
export function cellText(column: QueryColumn, text: string): string {
  return column.type === "decimal" && text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** `12 rows · 1.3 s · 61.2 kB scanned · USD 0.00005 on AWS`. */
export function costLine(query: Query): string {
  const count = query.rows.length;
  const rows = query.cut ? `the first ${count} rows, there are more` : `${count} ${count === 1 ? "row" : "rows"}`;
  const minimum = query.scanned_bytes < MINIMUM_BYTES ? " (10 MB at least)" : "";
  const seconds = (query.milliseconds / 1000).toFixed(1);
  return `${rows} · ${seconds} s · ${bytesText(query.scanned_bytes)} scanned · USD ${query.usd.toFixed(5)} on AWS${minimum}`;
}

const UNITS = ["kB", "MB", "GB"] as const;

/** `950 B`, `61.2 kB`, `1.3 GB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${UNITS[unit] ?? ""}`;
}

/** The result as RFC 4180 has it, Athena's own texts under a line of names; NULL is an empty field. */
export function toCsv(query: Query): string {
  const lines = [query.columns.map((column) => column.name), ...query.rows];
  return lines.map((cells) => `${cells.map(csvField).join(",")}\r\n`).join("");
}

function csvField(text: string | null): string {
  if (text === null) return "";
  return /[",\r\n]/.test(text) || text === "" ? `"${text.replaceAll('"', '""')}"` : text;
}
