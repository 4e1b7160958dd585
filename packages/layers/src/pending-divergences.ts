import { type Scalar, type Tensor, addN, div, engine, keep, scalar } from '@tensorflow/tfjs-core';

/** A gradient that is being taken: the operations that it goes back through. */
type Tape = NonNullable<ReturnType<typeof engine>['state']['activeTape']>;

/**
 * What a divergence layer adds to the loss of TensorFlow.js' own `fit`, from its calls until the losses are collected.
 *
 * TensorFlow.js calls a layer again for each of its outputs that is consumed, and a nested model as a whole; and it asks
 * for losses once for each place of the layer in the graph. So calls that computed the same count once, and each time
 * that it is asked the mean of the calls is given: as many means as there are places are their sum.
 */
export class PendingDivergences {
  /** By the origin of what they were computed from: several only where their values differ all the same. */
  private readonly pending = new Map<string, Scalar[]>();
  /** The tensors that they were computed from. */
  private readonly seen = new Set<string>();
  /** What each of the places is given, once they are asked. */
  private share: Scalar | undefined;
  private tape: Tape | null | undefined;
  private origins = new Origins();

  /** Whether losses will be collected: within the gradient of a step. */
  static get expected(): boolean {
    return activeTape() != null;
  }

  /** @param compute the divergence of a call on `parameters`, a scalar. */
  leave(parameters: readonly Tensor[], compute: () => Scalar): void {
    if (this.tape !== activeTape() || this.share) this.forget();
    const ids = parameters.map(({ id }) => id).join();
    if (this.seen.has(ids)) return;
    this.seen.add(ids);
    this.origins.learn(this.tape!);
    const origin = parameters.map((of) => this.origins.of(of)).join();
    const divergence = compute();
    const alike = this.pending.get(origin) ?? [];
    // The same operations on the same tensors may still differ, by what operations are told beside tensors.
    const repeated = alike.some((other) => other.dataSync()[0] === divergence.dataSync()[0]);
    if (repeated) divergence.dispose();
    // A nested model's tensors are tidied away before losses are asked for.
    else this.pending.set(origin, [...alike, keep(divergence)]);
  }

  /** The mean of the calls since it was last left to; asked once for each place of the layer in a graph. */
  take(): Scalar {
    if (this.share && this.tape === activeTape() && !this.share.isDisposed) return this.share;
    if (this.pending.size === 0) return scalar(0);
    const divergences = [...this.pending.values()].flat();
    const share: Scalar = div(addN(divergences), divergences.length);
    this.forget();
    this.share = share;
    return share;
  }

  /** What was left under an earlier gradient belongs to a step that is over. */
  private forget(): void {
    [...this.pending.values()].flat().forEach((divergence) => divergence.dispose());
    this.pending.clear();
    this.seen.clear();
    this.share = undefined;
    this.tape = activeTape();
    this.origins = new Origins();
  }
}

/** Tells tensors that were computed in the same way from those that were not. */
class Origins {
  private readonly ids = new Map<string, number>();
  private readonly ofTensor = new Map<number, number>();
  private known = 0;

  /** Follows a tape from where it was left. */
  learn(tape: Tape): void {
    for (; this.known < tape.length; this.known++) {
      const { kernelName, inputs, outputs } = tape[this.known]!;
      const from = Object.values(inputs).map((tensor) => this.of(tensor));
      outputs.forEach((output, index) => {
        this.ofTensor.set(output.id, this.idOf(`${kernelName}(${from.join()})[${index}]`));
      });
    }
  }

  /** The same number for tensors of the same origin. What no operation computed, as data, is its own origin. */
  of({ id }: Tensor): number {
    return this.ofTensor.get(id) ?? this.idOf(`tensor ${id}`);
  }

  private idOf(origin: string): number {
    const id = this.ids.get(origin) ?? this.ids.size;
    this.ids.set(origin, id);
    return id;
  }
}

/** There is none between gradients, which TensorFlow.js does not declare. */
function activeTape(): Tape | null | undefined {
  return engine().state.activeTape;
}
