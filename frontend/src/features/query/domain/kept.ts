/** The SQL outlives the drawer, but not the browser's tab. */

import { readKept, writeKept } from "@/shared/api/kept";

const SQL = "finpulse.query.sql";

export function keptSql(): string | null {
  return readKept(SQL);
}

export function keepSql(sql: string): void {
  writeKept(SQL, sql);
}
