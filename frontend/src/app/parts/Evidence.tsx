import { AnomalyEvidence } from "@/features/anomalies";
import { useMarket } from "@/shared/market/MarketContext";
import { eventOf, findAnomaly } from "@/shared/market/finding";
import { useAnomalies } from "@/shared/market/hooks";
import { useAllAnomaliesLoading, useAnomaliesLoading } from "@/shared/market/queries";

import { MissingAnomaly } from "../layout/MissingAnomaly";

import type { ReactElement } from "react";

interface Props {
  readonly finding: string;
  readonly onClose: () => void;
}

/** The evidence of an anomaly, fetched if an address names one that the page does not hold. */
export function Evidence({ finding, onClose }: Props): ReactElement {
  const anomaly = findAnomaly(useAnomalies(), finding);
  const { client } = useMarket();
  const acknowledge: typeof client.acknowledge = (...given) => client.acknowledge(...given);
  const { state: newest } = useAnomaliesLoading();
  const { state: all } = useAllAnomaliesLoading(anomaly === undefined && newest !== "loading");
  if (anomaly) return <AnomalyEvidence anomaly={anomaly} acknowledge={acknowledge} onClose={onClose} />;
  return <MissingAnomaly eventId={eventOf(finding)} isLoading={all === "loading"} onClose={onClose} />;
}
