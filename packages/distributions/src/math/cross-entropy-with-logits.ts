import {
  type Tensor,
  abs,
  add,
  broadcastTo,
  broadcast_util,
  customGrad,
  exp,
  log1p,
  mul,
  neg,
  relu,
  sigmoid,
  sub,
} from '@tensorflow/tfjs-core';

/**
 * -x log(p) - (1 - x) log(1 - p) for p = 1 / (1 + exp(-logits)), elementwise, in nats; shapes
 * broadcast.
 *
 * As max(logits, 0) - x logits + log(1 + exp(-|logits|)): for an x of 0 or 1 nothing cancels, so it
 * is exact also where p is nearly 0 or 1, and there is one logarithm. So are its derivatives,
 * -logits and (1 - x) p - x (1 - p).
 */
export function crossEntropyWithLogits(x: Tensor, logits: Tensor): Tensor {
  const shape = broadcast_util.assertAndGetBroadcastShape(x.shape, logits.shape);
  return ofOneShape(broadcastTo(x, shape), broadcastTo(logits, shape));
}

const ofOneShape = customGrad((x, logits, save) => {
  const [value, activations] = [x, logits] as [Tensor, Tensor];
  (save as (tensors: Tensor[]) => void)([value, activations]);
  const linear = sub(relu(activations), mul(value, activations));
  return {
    value: add(linear, log1p(exp(neg(abs(activations))))),
    gradFunc: (dy: Tensor, saved: Tensor[]) => {
      const [value, activations] = saved as [Tensor, Tensor];
      const ifZero = mul(sub(1, value), sigmoid(activations));
      const ifOne = mul(value, sigmoid(neg(activations)));
      return [neg(mul(dy, activations)), mul(dy, sub(ifZero, ifOne))];
    },
  };
});
