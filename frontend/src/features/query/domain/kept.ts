/** What outlives the drawer, but not the browser's tab: the token and the SQL. */

const TOKEN = "finpulse.query.token";
const SQL = "finpulse.query.sql";

export function keptToken(): string | null {
  return read(TOKEN);
}

/** null forgets it. */
export function keepToken(token: string | null): void {
  write(TOKEN, token);
}

export function keptSql(): string | null {
  return read(SQL);
}

export function keepSql(sql: string): void {
  write(SQL, sql);
}

// A browser may refuse the storage; then the token is asked for again, and nothing else is lost.
function read(key: string): string | null {
  try {
    return window.sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string | null): void {
  try {
    if (text === null) window.sessionStorage.removeItem(key);
    else window.sessionStorage.setItem(key, text);
  } catch {
    // see above
  }
}
