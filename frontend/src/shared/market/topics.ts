/** Calls what runs on the next frame of the screen. */
export type Schedule = (run: () => void) => void;

const HIDDEN_MS = 1_000;

/** Once a frame; once a second while the page is hidden, when browsers draw no frames. */
export const perFrame: Schedule = (run) => {
  if (document.hidden) setTimeout(run, HIDDEN_MS);
  else requestAnimationFrame(run);
};

/** Listeners by topic. However often a topic is marked, its listeners are told once at the next turn. */
export class Topics {
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly marked = new Set<string>();
  private isScheduled = false;

  constructor(private readonly schedule: Schedule) {}

  subscribe(topic: string, listener: () => void): () => void {
    const those = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, those);
    those.add(listener);
    return () => {
      those.delete(listener);
      if (those.size === 0 && this.listeners.get(topic) === those) this.listeners.delete(topic);
    };
  }

  mark(topic: string): void {
    this.marked.add(topic);
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.schedule(() => {
      this.tell();
    });
  }

  private tell(): void {
    this.isScheduled = false;
    const topics = [...this.marked];
    this.marked.clear();
    for (const topic of topics) for (const listener of [...(this.listeners.get(topic) ?? [])]) listener();
  }
}
