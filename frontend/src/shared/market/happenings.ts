import { mergeFeeds } from "./feeds";
import { mergeAnomalies } from "./merge";
import { Topics, perFrame } from "./topics";

import type { Schedule } from "./topics";
import type { Anomaly, Feed, PushFeed } from "@/shared/api/types";

type Unsubscribe = () => void;

/** What is known of all feeds: which there are, and the anomalies of each. Values are never changed in place. */
export class Happenings {
  private anomalyList: readonly Anomaly[] = [];
  private feedList: readonly Feed[] = [];
  private readonly topics: Topics;

  constructor(schedule: Schedule = perFrame) {
    this.topics = new Topics(schedule);
  }

  /** Newest first, of all feeds and symbols. */
  readonly anomalies = (): readonly Anomaly[] => this.anomalyList;

  /** The one that began last first. */
  readonly feeds = (): readonly Feed[] => this.feedList;

  readonly onAnomalies = (listener: () => void): Unsubscribe => this.topics.subscribe("anomalies", listener);
  readonly onFeeds = (listener: () => void): Unsubscribe => this.topics.subscribe("feeds", listener);

  addAnomalies(arrived: readonly Anomaly[]): void {
    const merged = mergeAnomalies(this.anomalyList, arrived);
    if (merged === this.anomalyList) return;
    this.anomalyList = merged;
    this.topics.mark("anomalies");
  }

  /**
   * Takes in feeds of which a push tells, at the time `now` (ISO text); true if one of them was not known, which has
   * just begun then. The list of feeds tells the rest of it.
   */
  noteFeeds(pushed: readonly PushFeed[], now: string): boolean {
    const known = new Set(this.feedList.map(({ feed }) => feed));
    const begun = pushed.filter(({ feed }) => !known.has(feed));
    this.addFeeds(begun.map((feed) => ({ ...feed, symbols: [], started_at: now, events: 0 })));
    return begun.length > 0;
  }

  addFeeds(arrived: readonly Feed[]): void {
    const merged = mergeFeeds(this.feedList, arrived);
    if (merged === this.feedList) return;
    this.feedList = merged;
    this.topics.mark("feeds");
  }
}
