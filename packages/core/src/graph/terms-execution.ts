import type { Tensor } from '@tensorflow/tfjs-core';

import { atAnyValue } from './at-any-value.js';
import { discreteTerm, discreteValues } from './discrete-latents.js';
import { EnumeratedLatents } from './enumerated-latents.js';
import { type ModelVariables, modelTerms, termSlots } from './model-terms.js';
import { PathwiseExecution } from './pathwise.js';
import type { GraphFunction, GraphPlan, Slot } from './plan.js';
import type { ModelTerms, TermsOptions } from './terms.js';
import { type NoiseVariable, slotsOf } from './variables.js';

type Drawing = Pick<TermsOptions, 'training' | 'samples'>;

/** Computes the terms of a graph in each way that an objective can ask for; prepares each once. */
export class TermsExecution {
  private readonly inputs: readonly Slot[];
  private readonly noise: readonly Slot[];
  private readonly forward: GraphFunction;
  private pathwise: PathwiseExecution | undefined;
  /** The graph with exact draws of relaxed latents. */
  private discrete: GraphFunction | undefined;
  private enumerated: EnumeratedLatents | undefined;

  constructor(
    private readonly plan: GraphPlan,
    private readonly variables: ModelVariables & { readonly noise: readonly NoiseVariable[] },
  ) {
    this.inputs = slotsOf(variables.inputs);
    this.noise = slotsOf(variables.noise);
    this.forward = plan.prepare([...this.inputs, ...this.noise], termSlots(variables), {
      sampled: this.noise,
    });
  }

  /**
   * Returns the terms of a batch and a draw of its noise.
   *
   * @param inputs one tensor [batch, ...shape] per input.
   * @param noise one tensor per noise, as `LatentVariableModel.terms` takes it.
   */
  run(
    inputs: readonly Tensor[],
    noise: readonly Tensor[],
    { training = false, samples, pathwise, discrete, enumerated }: TermsOptions = {},
  ): ModelTerms {
    const drawing = { training, samples };
    if (discrete) return this.atExactDraws(inputs, noise, drawing);
    if (enumerated) return this.atEveryState(inputs, noise, training);
    if (pathwise) return this.alongThePath(inputs, noise, drawing);
    return modelTerms(this.variables, inputs, this.forward([...inputs, ...noise], drawing), samples);
  }

  private atExactDraws(inputs: readonly Tensor[], noise: readonly Tensor[], drawing: Drawing): ModelTerms {
    this.discrete ??= this.plan.prepare([...this.inputs, ...this.noise], termSlots(this.variables), {
      sampled: this.noise,
      substitutes: discreteValues(this.plan, this.variables.latents),
    });
    const tensors = this.discrete([...inputs, ...noise], drawing);
    const { latents, ...terms } = modelTerms(this.variables, inputs, tensors, drawing.samples);
    return { ...terms, latents: latents.map(discreteTerm) };
  }

  private atEveryState(inputs: readonly Tensor[], noise: readonly Tensor[], training: boolean): ModelTerms {
    this.enumerated ??= new EnumeratedLatents(this.plan, this.variables);
    const tensors = this.enumerated.run(inputs, noise, training);
    return modelTerms(this.variables, inputs, tensors, this.enumerated.states);
  }

  private alongThePath(inputs: readonly Tensor[], noise: readonly Tensor[], drawing: Drawing): ModelTerms {
    this.pathwise ??= new PathwiseExecution(
      this.plan,
      { inputs: this.inputs, noise: this.noise, fetched: termSlots(this.variables) },
      this.variables.latents,
    );
    const { fetched, path, held } = this.pathwise.run([...inputs, ...noise], drawing);
    const { latents, ...terms } = modelTerms(this.variables, inputs, fetched, drawing.samples);
    return { ...terms, latents: latents.map((term, index) => atAnyValue(term, held[index])), path };
  }
}
