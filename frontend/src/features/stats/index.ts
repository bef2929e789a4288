export { StatsBar, StatsBarSkeleton } from "./StatsBar";
export type { StatsBarProps } from "./StatsBar";
