import type { Tensor } from '@tensorflow/tfjs-core';

import type { DistributionFamily } from '../family.js';
import { Normal } from '../families/normal.js';
import { FlowDistribution } from './flow-distribution.js';
import type { Flow } from './flow.js';
import { flowOfText, flowText } from './flow-text.js';

/**
 * Base distribution of a flow: N(0, I), or a diagonal normal distribution with a location and a
 * scale.
 */
export type FlowBase = 'standardNormal' | 'normal';

/**
 * Returns the name of the family of a flow, such as `flow(normal, planar x20)`. The name describes
 * the whole flow, so that a graph from a file can rebuild its distributions.
 *
 * @example
 * ```ts
 * import { Flow, flowFamilyName, flowStepOf, parametersOf } from '@helmholtz/distributions';
 *
 * const planar = { step: flowStepOf('planar'), options: { amortized: true }, repeat: 20 };
 * const flow = new Flow([planar]);
 * const name = flowFamilyName('normal', flow);
 * console.log(name, parametersOf(name).length); // flow(normal, planar x20) 4
 * ```
 */
export function flowFamilyName(base: FlowBase, flow: Flow): string {
  return `flow(${base}, ${flowText(flow)})`;
}

/** The family of a name that `flowFamilyName` gave; undefined for other names. */
export function flowFamily(name: string): DistributionFamily | undefined {
  const [, base, text] = /^flow\((normal|standardNormal), (.*)\)$/.exec(name) ?? [];
  if (base === undefined || text === undefined) return undefined;
  const flow = flowOfText(text);
  const { learned, amortized } = flow.traits;
  return {
    name,
    description: 'a normalizing flow',
    support: flow.codomain,
    tensors: {
      parameters: [
        ...(base === 'normal' ? ['loc', 'logVariance'] : []),
        ...(learned ? ['weights'] : []),
        ...(base === 'normal' && amortized ? ['amortized'] : []),
      ],
      distribution: (given: Readonly<Record<string, Tensor | undefined>>) => {
        const { loc, logVariance } = given;
        const start = loc && logVariance ? Normal.fromLogVariance(loc, logVariance) : undefined;
        return new FlowDistribution(flow, { name, ...given, base: start });
      },
    },
  };
}
