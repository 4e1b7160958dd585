import type { Tensor } from '@tensorflow/tfjs-core';

import type { HostTensor } from '../training/host-tensor.js';
import type { CompiledProgram, StepCompiler } from '../training/step-compiler.js';

/** Function of a model's data inputs and noise, compiled once per batch size. */
export class BatchFunction {
  private readonly programs = new Map<string, CompiledProgram>();

  constructor(
    private readonly compile: StepCompiler,
    /** Maps tensors of data and noise to the results. */
    private readonly compute: (inputs: readonly Tensor[], noise: readonly Tensor[]) => readonly Tensor[],
  ) {}

  async run(
    inputs: readonly HostTensor[],
    noise: readonly HostTensor[],
  ): Promise<readonly ArrayLike<number>[]> {
    const fed = [...inputs, ...noise];
    const key = JSON.stringify(fed.map(({ shape }) => shape));
    let program = this.programs.get(key);
    if (!program) {
      const step = (tensors: Tensor[]): readonly Tensor[] =>
        this.compute(tensors.slice(0, inputs.length), tensors.slice(inputs.length));
      const perStep = fed.map(({ shape }) => ({ shape, type: 'float32' as const }));
      program = this.compile(step, { perStep, constant: [], numbers: [] });
      this.programs.set(key, program);
    }
    return program.run(
      1,
      fed.map(({ values }) => values),
    );
  }

  dispose(): void {
    for (const program of this.programs.values()) program.dispose();
    this.programs.clear();
  }
}
