const EVERY_MS = 50;

/** Lets timers, signals and the terminal have their turn: a backend that computes synchronously would starve them. */
export class Pause {
  private last = performance.now();

  async ifDue(): Promise<void> {
    if (performance.now() - this.last < EVERY_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.last = performance.now();
  }
}
