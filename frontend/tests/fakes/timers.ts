import type { Timers } from "@/shared/push/timers";

interface Pending {
  readonly due: number;
  readonly action: () => void;
}

/** Timers that go off only when a test winds the clock. */
export class HandTimers implements Timers {
  private now = 0;
  private pending: Pending[] = [];

  after(milliseconds: number, action: () => void): () => void {
    const entry = { due: this.now + milliseconds, action };
    this.pending.push(entry);
    return () => {
      this.pending = this.pending.filter((other) => other !== entry);
    };
  }

  /** Lets so many milliseconds pass, and whatever falls due in them happen in its order. */
  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (let next = this.nextUpTo(end); next; next = this.nextUpTo(end)) {
      this.now = next.due;
      this.pending = this.pending.filter((other) => other !== next);
      next.action();
    }
    this.now = end;
  }

  private nextUpTo(end: number): Pending | undefined {
    return this.pending.filter(({ due }) => due <= end).sort((one, other) => one.due - other.due)[0];
  }
}
