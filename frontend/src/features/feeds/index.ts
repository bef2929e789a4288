export { FeedBar } from "./FeedBar";
export { FeedPicker } from "./FeedPicker";
