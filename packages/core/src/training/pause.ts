const EVERY_MS = 50;

/** Yields to timers, signals and the terminal. A synchronous backend would block them. */
export class Pause {
  private last = performance.now();

  async ifDue(): Promise<void> {
    if (performance.now() - this.last < EVERY_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.last = performance.now();
  }
}
