import type { TrainingStep, Update } from '@helmholtz/core';

/** A batch that is used instead of the one that the trainer has drawn. */
export interface GivenBatch {
  readonly indices: Uint32Array;
  readonly noise: readonly Float32Array[];
}

interface Passage {
  /** Updates still to be done. */
  remaining: number;
  readonly given: GivenBatch | undefined;
  readonly resolve: (loss: number) => void;
  readonly reject: (error: Error) => void;
}

/** Lets a training pass so many updates at a time, and holds it in between. */
export class Turnstile {
  private passage: Passage | undefined;
  private wake: () => void = () => undefined;
  private failed: Error | undefined;
  private arrive: () => void = () => undefined;
  private readonly arrival = new Promise<void>((resolve) => {
    this.arrive = resolve;
  });

  /** The training waits for its first update. @throws what it failed with before. */
  async arrived(): Promise<void> {
    await this.arrival;
    if (this.failed) throw this.failed;
  }

  /** Lets so many updates pass, on the given batch or on the trainer's own; the last loss. */
  async pass(updates: number, given?: GivenBatch): Promise<number> {
    if (this.failed) throw this.failed;
    return new Promise((resolve, reject) => {
      this.passage = { remaining: updates, given, resolve, reject };
      this.wake();
    });
  }

  /** The training has ended with an error. */
  fail(error: Error): void {
    this.failed = error;
    this.arrive();
    this.passage?.reject(error);
  }

  around(step: TrainingStep): TrainingStep {
    const stride = (): number => Math.min(step.stride, this.passage?.remaining ?? 1);
    return {
      get stride() {
        return stride();
      },
      train: async (updates) => {
        const passage = await this.open();
        const { given } = passage;
        const results = await step.train(given ? updates.map((update) => replaced(update, given)) : updates);
        passage.remaining -= updates.length;
        if (passage.remaining <= 0) {
          this.passage = undefined;
          passage.resolve(results.at(-1)!.loss);
        }
        return results;
      },
      evaluate: (batch, coefficients) => step.evaluate(batch, coefficients),
      settle: () => step.settle(),
      dispose: () => step.dispose(),
    };
  }

  private async open(): Promise<Passage> {
    this.arrive();
    if (!this.passage) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.passage!;
  }
}

function replaced(update: Update, { indices, noise }: GivenBatch): Update {
  const batch = {
    ...update.batch,
    size: indices.length,
    indices,
    noise: update.batch.noise.map((each, index) => ({ ...each, values: noise[index]! })),
  };
  return { ...update, batch };
}
