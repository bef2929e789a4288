import { useEffect, useRef } from "react";

import { LIVE } from "@/shared/market/feeds";
import { ActionButton, Command } from "@/shared/ui";

import { FeedChoice } from "./components/FeedChoice";

import type { Feed } from "@/shared/api/types";
import type { LoadState } from "@/shared/market/types";
import type { KeyboardEvent, ReactElement } from "react";

export interface FeedPickerProps {
  readonly shown: string;
  /** Every one that is known, the one that began last first. */
  readonly feeds: readonly Feed[];
  readonly state: LoadState;
  readonly error: string | null;
  readonly onRetry: () => void;
  readonly onChoose: (feed: string) => void;
}

/** The live market and every replay, to choose one. Up and down move along it, Enter chooses. */
export function FeedPicker(props: FeedPickerProps): ReactElement {
  const { shown, feeds, state, error, onRetry, onChoose } = props;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const choices = list.current;
    const first = choices?.querySelector<HTMLElement>("[aria-current=true]") ?? choices?.querySelector("button");
    // A dialog that opens after this gives the focus to what asks for it, else to its cross.
    first?.setAttribute("autofocus", "");
    first?.focus();
  }, []);
  const live = feeds.find(({ feed }) => feed === LIVE) ?? null;
  const replays = feeds.filter(({ feed }) => feed !== LIVE);
  return (
    <div className="flex flex-col gap-3">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys come from the buttons */}
      <ul ref={list} className="max-h-[50dvh] overflow-y-auto border border-hairline" onKeyDown={moveFocus}>
        <FeedChoice name={LIVE} feed={live} isShown={shown === LIVE} onChoose={onChoose} />
        {replays.map((feed) => (
          <FeedChoice key={feed.feed} name={feed.feed} feed={feed} isShown={shown === feed.feed} onChoose={onChoose} />
        ))}
      </ul>
      {state === "loading" && replays.length === 0 && (
        <p role="status" className="text-xs text-muted">
          Looking for replays …
        </p>
      )}
      {state === "ready" && replays.length === 0 && (
        <div className="flex flex-col gap-2 text-xs text-muted">
          <p>No replay within the last day. Each one is a feed of its own. To send one, run</p>
          <Command text="finpulse replay flash-crash" />
        </div>
      )}
      {state === "error" && (
        <div role="alert" className="flex items-center justify-between gap-3 text-xs">
          <span>! The feeds could not be loaded{error === null ? "" : `: ${error}`}</span>
          <ActionButton onClick={onRetry}>Retry</ActionButton>
        </div>
      )}
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = STEPS[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const choices = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const at = choices.findIndex((choice) => choice === document.activeElement);
  choices[Math.min(choices.length - 1, Math.max(0, at + step))]?.focus();
  event.preventDefault();
}
