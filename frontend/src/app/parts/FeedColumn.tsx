import { useEffect } from "react";

import { AnomalyFeed } from "@/features/anomalies";
import { useAnomalies } from "@/shared/market/hooks";
import { useAnomaliesLoading } from "@/shared/market/queries";

import { focusFeed } from "../state/focusFeed";

import type { ReactElement, RefObject } from "react";

interface Props {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** The event whose evidence is open. */
  readonly openId: string | null;
  /** Whether it is up as a sheet. */
  readonly isUp: boolean;
  readonly onOpen: (finding: string) => void;
  readonly onClose: () => void;
}

export function FeedColumn({ ref, openId, isUp, onOpen, onClose }: Props): ReactElement {
  const anomalies = useAnomalies();
  const { state, error, retry } = useAnomaliesLoading();
  useEffect(() => {
    if (isUp) focusFeed(ref.current);
  }, [isUp, ref]);
  return (
    <div ref={ref} tabIndex={-1} className="relative h-full outline-offset-[-2px]">
      <AnomalyFeed anomalies={anomalies} state={state} error={error} onRetry={retry} openId={openId} onOpen={onOpen} />
      {isUp && (
        <button
          type="button"
          onClick={onClose}
          aria-label="Close the anomalies"
          className="absolute top-0 right-0 size-11 border-b border-hairline bg-panel text-muted outline-offset-[-2px] hover:text-text xl:hidden"
        >
          ✕
        </button>
      )}
    </div>
  );
}
