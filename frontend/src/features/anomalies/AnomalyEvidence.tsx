import { useId } from "react";

import { formatPrice } from "@/shared/format";
import { Command } from "@/shared/ui";

import { Acknowledgement } from "./components/Acknowledgement";
import { EvidenceFigures } from "./components/EvidenceFigures";
import { EvidencePlot } from "./components/EvidencePlot";
import { SeverityBadge } from "./components/SeverityBadge";
import { useModal } from "./components/useModal";
import { decimalsOf } from "./domain/digits";
import { directionMark, explainCommand } from "./domain/words";

import type { ApiClient } from "@/shared/api/client";
import type { Anomaly } from "@/shared/api/types";
import type { ReactElement } from "react";

export interface AnomalyEvidenceProps {
  readonly anomaly: Anomaly;
  readonly acknowledge: ApiClient["acknowledge"];
  readonly onClose: () => void;
}

/** Why an event is an anomaly: its window drawn, its figures, its alert, the command that says the same. */
export function AnomalyEvidence({ anomaly, acknowledge, onClose }: AnomalyEvidenceProps): ReactElement {
  const { ref, ...handlers } = useModal(onClose);
  const titleId = useId();
  const decimals = decimalsOf(anomaly);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      tabIndex={-1}
      {...handlers}
      className="m-auto w-full max-w-3xl border border-hairline bg-panel p-0 text-text outline-none backdrop:bg-black/70 max-md:m-0 max-md:h-dvh max-md:max-h-none max-md:max-w-none max-md:border-0"
    >
      <div className="flex max-h-[92dvh] flex-col max-md:h-full max-md:max-h-none">
        <header className="flex min-h-12 items-center gap-3 border-b border-hairline pl-4 text-sm">
          <h2 id={titleId} className="num flex items-center gap-3">
            <span className="font-semibold">{anomaly.symbol}</span>
            <span className={anomaly.direction === "SPIKE" ? "text-up" : "text-down"}>
              {directionMark(anomaly.direction)} {anomaly.direction}
            </span>
            <span>{formatPrice(anomaly.current_price, decimals)}</span>
            <SeverityBadge severity={anomaly.severity} />
          </h2>
          <button
            type="button"
            onClick={onClose}
            aria-label="Close"
            className="ml-auto size-12 text-lg text-muted hover:text-text outline-offset-[-2px]"
          >
            ✕
          </button>
        </header>
        <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4">
          <EvidencePlot anomaly={anomaly} decimals={decimals} />
          <EvidenceFigures anomaly={anomaly} decimals={decimals} />
          <Acknowledgement anomaly={anomaly} acknowledge={acknowledge} />
          <Command text={explainCommand(anomaly)} />
        </div>
      </div>
    </dialog>
  );
}
