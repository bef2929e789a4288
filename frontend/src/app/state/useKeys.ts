import { useEffect, useRef } from "react";

/** What each key does, by `KeyboardEvent.key`. */
export type KeyMap = Readonly<Record<string, () => void>>;

const TYPING = "input, textarea, select, [contenteditable]";

/**
 * Keys that work wherever the focus is, except where it types or where a dialog is open; Escape works while typing too.
 * What handles a key itself, such as a list its arrows, keeps it by preventing its default.
 */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (document.querySelector("dialog[open]")) return;
      if (event.key !== "Escape" && target.closest(TYPING)) return;
      const action = Object.hasOwn(latest.current, event.key) ? latest.current[event.key] : undefined;
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}
