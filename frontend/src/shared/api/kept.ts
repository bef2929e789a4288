/** What outlives a drawer, but not the browser's tab. */

const TOKEN = "finpulse.query.token";

/** The token of the API's guarded routes. */
export function keptToken(): string | null {
  return readKept(TOKEN);
}

/** null forgets it. */
export function keepToken(token: string | null): void {
  writeKept(TOKEN, token);
}

// A browser may refuse the storage; then what was kept is asked for again, and nothing else is lost.
export function readKept(key: string): string | null {
  try {
    return window.sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** null forgets it. */
export function writeKept(key: string, text: string | null): void {
  try {
    if (text === null) window.sessionStorage.removeItem(key);
    else window.sessionStorage.setItem(key, text);
  } catch {
    // see above
  }
}
