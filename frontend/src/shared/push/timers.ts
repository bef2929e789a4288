/** Timers that a test can wind by hand. */
export interface Timers {
  /** Calls `action` once after `milliseconds`, unless the returned function is called before. */
  after(milliseconds: number, action: () => void): () => void;
}

export const browserTimers: Timers = {
  after(milliseconds, action) {
    const id = setTimeout(action, milliseconds);
    return () => {
      clearTimeout(id);
    };
  },
};

/** One named timer at a time: setting it again replaces it. */
export class Alarm {
  private cancelPending: (() => void) | null = null;

  constructor(private readonly timers: Timers) {}

  get isSet(): boolean {
    return this.cancelPending !== null;
  }

  set(milliseconds: number, action: () => void): void {
    this.clear();
    this.cancelPending = this.timers.after(milliseconds, () => {
      this.cancelPending = null;
      action();
    });
  }

  clear(): void {
    this.cancelPending?.();
    this.cancelPending = null;
  }
}
