import { HelmholtzError, itemAt } from '@helmholtz/base';
import { tidy, zeros } from '@tensorflow/tfjs-core';

import type { Call } from './execute.js';
import type { DrawingLayer } from './roles.js';

/**
 * Checks that the layers of a graph that draw do so at a low cost. It builds their distributions
 * with zeros: the cost does not depend on the values.
 *
 * @throws HelmholtzError (`graph`) for a distribution whose bijector is cheap in the inverse
 *   direction only.
 */
export function checkDraws(calls: readonly Pick<Call, 'layer'>[]): void {
  for (const { layer } of calls) if (draws(layer)) checkDraw(layer);
}

function draws(layer: Call['layer']): layer is DrawingLayer {
  return 'drawnFrom' in layer;
}

function checkDraw(layer: DrawingLayer): void {
  const shapes = itemAt(layer.inboundNodes, 0)
    .inputTensors.slice(0, -1)
    .map(({ shape }) => shape);
  let costly: string | undefined;
  tidy(() => {
    const parameters = shapes.map((shape) => zeros(shape.map((length) => length ?? 1)));
    const { family, hasCheapDraws } = layer.drawnFrom(parameters);
    // A distribution of a JavaScript plugin may not extend the base class.
    if ((hasCheapDraws as boolean | undefined) === false) costly = family;
  });
  if (costly === undefined) return;
  throw new HelmholtzError(
    'graph',
    `The layer "${layer.name}" draws from "${costly}", whose forward direction is not cheap.`,
    {
      hint: 'A draw takes the forward direction of the bijector. Use bijectors.inverted(...) of it, or another family.',
    },
  );
}
