import { type Scalar, type Tensor, addN, div, engine, keep, scalar } from '@tensorflow/tfjs-core';

/** Tape of the current gradient: its recorded operations. */
type Tape = NonNullable<ReturnType<typeof engine>['state']['activeTape']>;

/**
 * Losses that a KL divergence layer adds under `fit` of TensorFlow.js, kept until they are
 * collected.
 *
 * TensorFlow.js calls a layer once per consumed output, and a nested model as a whole. It collects
 * losses once per place of the layer in the graph. So equal calls count once, and each collection
 * returns the mean over the calls: the means of all places add up to their sum.
 */
export class PendingDivergences {
  /** Divergences by the origin of their parameters. One origin has several only if they differ. */
  private readonly pending = new Map<string, Scalar[]>();
  /** Ids of parameters that were seen. */
  private readonly seen = new Set<string>();
  /** Share of each place, once losses are collected. */
  private share: Scalar | undefined;
  private tape: Tape | null | undefined;
  private origins = new Origins();

  /** Whether losses are collected: within the gradient of a step. */
  static get expected(): boolean {
    return activeTape() != null;
  }

  /** @param compute returns the divergence of a call on `parameters`, a scalar. */
  leave(parameters: readonly Tensor[], compute: () => Scalar): void {
    if (this.tape !== activeTape() || this.share) this.forget();
    const ids = parameters.map(({ id }) => id).join();
    if (this.seen.has(ids)) return;
    this.seen.add(ids);
    this.origins.learn(this.tape!);
    const origin = parameters.map((tensor) => this.origins.tensorId(tensor)).join();
    const divergence = compute();
    const alike = this.pending.get(origin) ?? [];
    // Equal operations on equal tensors may still differ, by their attributes.
    const repeated = alike.some((other) => other.dataSync()[0] === divergence.dataSync()[0]);
    if (repeated) divergence.dispose();
    // Tensors of a nested model are disposed before losses are collected.
    else this.pending.set(origin, [...alike, keep(divergence)]);
  }

  /** Returns the mean of the pending calls. Called once per place of the layer in a graph. */
  take(): Scalar {
    if (this.share && this.tape === activeTape() && !this.share.isDisposed) return this.share;
    if (this.pending.size === 0) return scalar(0);
    const divergences = [...this.pending.values()].flat();
    const share: Scalar = div(addN(divergences), divergences.length);
    this.forget();
    this.share = share;
    return share;
  }

  /** Drops divergences of an earlier step. */
  private forget(): void {
    [...this.pending.values()].flat().forEach((divergence) => divergence.dispose());
    this.pending.clear();
    this.seen.clear();
    this.share = undefined;
    this.tape = activeTape();
    this.origins = new Origins();
  }
}

/** Finds which tensors were computed in the same way. */
class Origins {
  private readonly ids = new Map<string, number>();
  private readonly ofTensor = new Map<number, number>();
  private known = 0;

  /** Reads the operations that were recorded since the last call. */
  learn(tape: Tape): void {
    for (; this.known < tape.length; this.known++) {
      const { kernelName, inputs, outputs } = tape[this.known]!;
      const from = Object.values(inputs).map((tensor) => this.tensorId(tensor));
      outputs.forEach((output, index) => {
        this.ofTensor.set(output.id, this.idOf(`${kernelName}(${from.join()})[${index}]`));
      });
    }
  }

  /**
   * Returns one number per origin. A tensor that no operation computed, such as data, has a
   * separate number.
   */
  tensorId({ id }: Tensor): number {
    return this.ofTensor.get(id) ?? this.idOf(`tensor ${id}`);
  }

  private idOf(origin: string): number {
    const id = this.ids.get(origin) ?? this.ids.size;
    this.ids.set(origin, id);
    return id;
  }
}

/** The types of TensorFlow.js do not declare that there is no tape between gradients. */
function activeTape(): Tape | null | undefined {
  return engine().state.activeTape;
}
