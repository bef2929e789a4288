import { mergeFeeds } from "./feeds";
import { mergeAnomalies } from "./merge";
import { Topics, perFrame } from "./topics";

import type { Schedule } from "./topics";
import type { Anomaly, Feed } from "@/shared/api/types";

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

  addFeeds(arrived: readonly Feed[]): void {
    const merged = mergeFeeds(this.feedList, arrived);
    if (merged === this.feedList) return;
    this.feedList = merged;
    this.topics.mark("feeds");
  }
}
