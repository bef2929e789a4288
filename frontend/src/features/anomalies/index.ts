export { AnomalyEvidence } from "./AnomalyEvidence";
export type { AnomalyEvidenceProps } from "./AnomalyEvidence";
export { AnomalyFeed } from "./AnomalyFeed";
export type { AnomalyFeedProps } from "./AnomalyFeed";
