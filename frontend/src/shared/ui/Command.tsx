import { useState } from "react";

import { ActionButton } from "./ActionButton";

import type { ReactElement } from "react";

const WORDS = { idle: "Copy", copied: "Copied", refused: "Select it" } as const;

/** A command for the terminal, to read and to copy. */
export function Command({ text }: { readonly text: string }): ReactElement {
  const [state, setState] = useState<keyof typeof WORDS>("idle");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused"); // browsers give the clipboard to secure pages only
    }
  };
  return (
    <div className="flex max-w-full items-center gap-2">
      <code className="min-w-0 flex-1 text-left text-xs break-all text-accent select-all">{text}</code>
      <ActionButton onClick={() => void copy()}>{WORDS[state]}</ActionButton>
      <span className="sr-only" aria-live="polite">
        {state === "idle" ? "" : WORDS[state]}
      </span>
    </div>
  );
}
