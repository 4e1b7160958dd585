import { type ElementData, type TensorSpec, Value } from './value.js';

/**
 * Recognises plain numbers that change from step to step, such as a learning rate, by their value.
 */
export class TracedNumbers {
  /** One scalar input for each number. */
  readonly inputs: readonly Value[];
  private readonly negated: readonly Value[];

  constructor(private readonly numbers: readonly number[]) {
    const scalar = { shape: [], type: 'float32' } as const;
    this.inputs = numbers.map(() => Value.input(scalar));
    this.negated = this.inputs.map((input) =>
      Value.outputOf({ kernel: 'Neg', inputs: { x: input }, attributes: {}, scope: [] }, scalar),
    );
  }

  /**
   * Returns a constant. If it equals one of the numbers or the negative of one, returns that input
   * instead.
   */
  constant(data: ElementData, spec: TensorSpec): Value {
    return this.recognised(data, spec) ?? Value.constant(data, spec);
  }

  private recognised(data: ElementData, { shape, type }: TensorSpec): Value | undefined {
    if (shape.length > 0 || type !== 'float32') return undefined;
    const is = (sign: 1 | -1): number =>
      this.numbers.findIndex((number) => data[0] === Math.fround(sign * number));
    return this.inputs[is(1)] ?? this.negated[is(-1)];
  }
}
