/** What the editor holds before anybody has typed. */
export const FIRST_SQL = `SELECT symbol, count(*) AS events, avg(price) AS mean_price
FROM raw_events
GROUP BY symbol
ORDER BY symbol`;
