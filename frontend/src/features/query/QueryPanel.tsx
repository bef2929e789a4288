import { useEffect, useId, useRef, useState } from "react";

import { Command } from "@/shared/ui";

import { FIRST_SQL, READY_MADE, readyMadeCommand, sqlCommand } from "./domain/command";

import type { ReactElement } from "react";

export interface QueryPanelProps {
  readonly onClose: () => void;
}

/** A drawer that writes queries of the lake. Running them here needs an API route that does not exist so far. */
export function QueryPanel({ onClose }: QueryPanelProps): ReactElement {
  const [sql, setSql] = useState(FIRST_SQL);
  const editor = useRef<HTMLTextAreaElement>(null);
  const editorId = useId();
  useEffect(() => {
    editor.current?.focus();
  }, []);
  return (
    <section aria-label="Query" className="flex h-full min-h-0 flex-col bg-panel">
      <header className="flex min-h-11 items-center gap-3 border-b border-hairline pl-3">
        <h2 className="text-sm font-semibold">Query the lake</h2>
        <p className="min-w-0 flex-1 truncate text-xs text-muted max-md:hidden">
          every event that came through the stream · table raw_events
        </p>
        <button
          type="button"
          onClick={onClose}
          aria-label="Close the query drawer"
          className="ml-auto size-11 text-muted outline-offset-[-2px] hover:text-text"
        >
          ✕
        </button>
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-[1fr_1fr] overflow-y-auto max-md:grid-cols-1">
        <div className="flex min-h-0 flex-col border-r border-hairline max-md:min-h-40 max-md:border-r-0 max-md:border-b">
          <label htmlFor={editorId} className="px-3 pt-2 text-[10px] tracking-wider text-muted uppercase">
            SQL
          </label>
          <textarea
            id={editorId}
            ref={editor}
            value={sql}
            onChange={(event) => {
              setSql(event.target.value);
            }}
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            className="min-h-24 flex-1 resize-none bg-transparent px-3 py-2 font-mono text-[13px] leading-relaxed outline-offset-[-2px] max-md:text-base"
          />
        </div>
        <div className="flex min-w-0 flex-col gap-3 p-3 text-xs">
          <p>
            <span className="text-accent">Not wired yet.</span> The API has no route for queries, so this page cannot
            run them; the command line can:
          </p>
          <Command text={sqlCommand(sql)} />
          <ReadyMadeList />
        </div>
      </div>
    </section>
  );
}

function ReadyMadeList(): ReactElement {
  return (
    <div className="flex flex-col gap-1 border-t border-hairline pt-3">
      <h3 className="text-[10px] tracking-wider text-muted uppercase">Ready-made</h3>
      <ul className="flex flex-col gap-1">
        {READY_MADE.map(({ name, question }) => (
          <li
            key={name}
            className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)] items-center gap-3 max-md:grid-cols-1 max-md:gap-0"
          >
            <span className="truncate text-muted">{question}</span>
            <Command text={readyMadeCommand(name)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
