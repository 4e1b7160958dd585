/** What a script prints when it is done. */
export interface Figures {
  /** By epoch, under the names of TensorFlow.js: `loss`, `acc`, `val_loss`, `val_acc`. */
  readonly history: Readonly<Record<string, readonly number[]>>;
  /** The loss of the finished model, and its metrics. */
  readonly evaluated: readonly number[];
  readonly predicted: readonly number[];
}
