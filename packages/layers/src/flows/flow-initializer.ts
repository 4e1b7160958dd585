import type { Flow, FlowParameter } from '@helmholtz/distributions';
import { type Tensor, concat, reshape, tidy } from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';

import { glorotUniform } from '../networks/initial-weights.js';

type Initializer = ReturnType<typeof initializers.constant>;

/**
 * Begins the vector of all weights of a flow, for vectors of `size` elements: each parameter as its
 * step says.
 */
export function flowInitializer(flow: Flow, size: number): Initializer {
  const apply = (): Tensor =>
    tidy(() =>
      concat(flow.parameters(size).map((parameter) => reshape(begun(parameter), [parameter.length]))),
    );
  return { apply } as unknown as Initializer;
}

function begun({ shape, begin }: FlowParameter): Tensor {
  const initializer =
    typeof begin === 'number'
      ? initializers.constant({ value: begin })
      : begin === glorotUniform
        ? initializers.glorotUniform({})
        : initializers.randomNormal({ stddev: begin.deviation });
  return initializer.apply([...shape], 'float32');
}
