export { Link } from "./link";
export { browserTimers } from "./timers";
export type { OpenSocket } from "./connection";
export type { LinkStatus } from "./link";
