export { PriceTicker } from "./PriceTicker";
export type { PriceTickerProps } from "./PriceTicker";
