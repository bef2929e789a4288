export { QueryPanel } from "./QueryPanel";
export type { QueryPanelProps } from "./QueryPanel";
