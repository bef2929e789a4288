import { useEffect, useId, useRef, useState } from "react";

import { ActionButton } from "@/shared/ui";

import { Outcome } from "./components/Outcome";
import { ReadyMade } from "./components/ReadyMade";
import { FIRST_SQL } from "./domain/draft";
import { keepSql, keptSql } from "./domain/kept";
import { useQueryRun } from "./useQueryRun";

import type { KeyboardEvent, ReactElement } from "react";

export interface QueryPanelProps {
  readonly onClose: () => void;
}

/** A drawer to ask the lake: SQL on one side, what comes of it on the other. */
export function QueryPanel({ onClose }: QueryPanelProps): ReactElement {
  const [sql, setSql] = useState(() => keptSql() ?? FIRST_SQL);
  const { run, hasToken, start, startWith, cancel, forget } = useQueryRun();
  const editor = useRef<HTMLTextAreaElement>(null);
  const editorId = useId();
  const isRunning = run.phase === "running";
  useEffect(() => {
    editor.current?.focus();
  }, []);
  const write = (text: string): void => {
    setSql(text);
    keepSql(text);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    start(sql);
  };
  return (
    <section aria-label="Query" className="flex h-full min-h-0 flex-col bg-panel">
      <header className="flex min-h-11 items-center gap-3 border-b border-hairline pl-3">
        <h2 className="text-sm font-semibold max-md:hidden">Query the lake</h2>
        <ReadyMade sql={sql} onSql={write} />
        {hasToken && !isRunning && <ActionButton onClick={forget}>Forget token</ActionButton>}
        <ActionButton
          onClick={() => {
            if (isRunning) cancel();
            else start(sql);
          }}
        >
          {isRunning ? "Cancel" : "Run"}
        </ActionButton>
        <button
          type="button"
          onClick={onClose}
          aria-label="Close the query drawer"
          className="size-11 shrink-0 text-muted outline-offset-[-2px] hover:text-text"
        >
          ✕
        </button>
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-[2fr_3fr] max-md:grid-cols-1 max-md:grid-rows-[2fr_3fr]">
        <div className="flex min-h-0 flex-col border-r border-hairline max-md:border-r-0 max-md:border-b">
          <label htmlFor={editorId} className="px-3 pt-2 text-[10px] tracking-wider text-muted uppercase">
            SQL
          </label>
          <textarea
            id={editorId}
            ref={editor}
            value={sql}
            onChange={(event) => {
              write(event.target.value);
            }}
            onKeyDown={onKeyDown}
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            className="min-h-0 flex-1 resize-none bg-transparent px-3 py-2 font-mono text-[13px] leading-relaxed outline-offset-[-2px] max-md:text-base"
          />
        </div>
        <div className="flex min-h-0 min-w-0 flex-col">
          <Outcome run={run} onToken={startWith} />
        </div>
      </div>
    </section>
  );
}
