export { Age } from "./Age";
export { ageText, durationText } from "./age";
export { clockTime, dayText, localTime, millisecondsOf, minuteTime, newYorkClock, newYorkTime } from "./format";
export { isMarketOpen } from "./exchange";
export { useNow } from "./useNow";
export type { Instant } from "./format";
