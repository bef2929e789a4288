/** A query of the lake that the command line knows by name. */
export interface ReadyMade {
  readonly name: string;
  readonly question: string;
}

/** By their names in lambdas/shared/query/catalogue.py, which a test compares. */
export const READY_MADE: readonly ReadyMade[] = [
  { name: "daily-ohlcv", question: "Open, high, low, close and volume by day" },
  { name: "volatile-hours", question: "The hours that moved most" },
  { name: "anomalies", question: "Every anomaly and what came after it" },
];

export const FIRST_SQL = `SELECT symbol, count(*) AS events, avg(price) AS mean_price
FROM raw_events
GROUP BY symbol
ORDER BY symbol`;

/** The shell command that runs `sql`, on one line and quoted so that a shell passes it on as it is. */
export function sqlCommand(sql: string): string {
  const line = sql.trim().replace(/\s*\n\s*/g, " ");
  return `finpulse query '${line.replaceAll("'", String.raw`'\''`)}'`;
}

export function readyMadeCommand(name: string): string {
  return `finpulse query --name ${name}`;
}
