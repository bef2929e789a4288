import { AnomalyEvidence } from "@/features/anomalies";
import { useMarket } from "@/shared/market/MarketContext";
import { useAnomalies } from "@/shared/market/hooks";
import { useAllAnomaliesLoading, useAnomaliesLoading } from "@/shared/market/queries";

import { MissingAnomaly } from "../layout/MissingAnomaly";

import type { ReactElement } from "react";

interface Props {
  readonly eventId: string;
  readonly onClose: () => void;
}

/** The evidence of an anomaly, fetched if an address names one that the page does not hold. */
export function Evidence({ eventId, onClose }: Props): ReactElement {
  const anomaly = useAnomalies().find(({ event_id: id }) => id === eventId);
  const { client } = useMarket();
  const acknowledge: typeof client.acknowledge = (...given) => client.acknowledge(...given);
  const { state: newest } = useAnomaliesLoading();
  const { state: all } = useAllAnomaliesLoading(anomaly === undefined && newest !== "loading");
  if (anomaly) return <AnomalyEvidence anomaly={anomaly} acknowledge={acknowledge} onClose={onClose} />;
  return <MissingAnomaly eventId={eventId} isLoading={all === "loading"} onClose={onClose} />;
}
