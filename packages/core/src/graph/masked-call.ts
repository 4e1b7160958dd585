import { itemAt } from '@helmholtz/base';
import { type Tensor, cast, expandDims, mul } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

/** Outputs of a call, and the masks of their steps: [batch, steps], true for steps that count. */
interface MaskedOutputs {
  readonly outputs: readonly Tensor[];
  readonly masks: readonly (Tensor | null)[];
}

/**
 * Calls a layer with the masks of its inputs, as Keras does. A masking layer keeps a mask that it is
 * given: padded steps are known better from it than from their value. So does a reshape that keeps
 * the steps.
 */
export function callWithMasks(
  layer: layers.Layer,
  inputs: readonly Tensor[],
  masks: readonly (Tensor | null)[],
  training: boolean,
): MaskedOutputs {
  const name = layer.getClassName();
  const [input, mask] = [itemAt(inputs, 0), itemAt(masks, 0)];
  if (name === 'Masking' && mask !== null) {
    return { outputs: [mul(input, cast(expandDims(mask, -1), input.dtype))], masks: [mask] };
  }
  const masked = masks.some((each) => each !== null);
  // The steps of the wrapped layer are not those of the mask.
  const passed = masked && name !== 'TimeDistributed';
  const options = passed ? { training, mask: single(masks) } : { training };
  const outputs = toList(layer.apply(single(inputs), options) as Tensor | Tensor[]);
  const outputMasks = layer.supportsMasking
    ? toList(layer.computeMask(single(inputs), single(masks) as Tensor))
    : [];
  const [output] = outputs;
  if (name === 'Reshape' && mask !== null && output?.shape[1] === mask.shape[1]) {
    return { outputs, masks: [mask] };
  }
  return { outputs, masks: outputs.map((_, index) => outputMasks[index] ?? null) };
}

function toList<Value>(value: Value | Value[] | null | undefined): Value[] {
  return Array.isArray(value) ? value : value == null ? [] : [value];
}

function single<Value>(values: readonly Value[]): Value | Value[] {
  return values.length === 1 ? itemAt(values, 0) : [...values];
}
