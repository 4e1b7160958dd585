import { itemAt } from '../graph/item-at.js';
import { linearize } from '../graph/linearize.js';
import { operation } from '../graph/operators/operation.js';
import { type TensorData, Value } from '../graph/value.js';
import { plainGraph } from '../onnx/encode.js';
import { Session } from './session.js';

/** More channels than any processor's block. */
const CHANNELS = 64;

/**
 * Asks ONNX Runtime for the size of its channel blocks by reordering two positions: the first
 * channel of the second follows the first block of the first. Undefined if this processor has none.
 */
export function askChannelBlock(): number | undefined {
  const shape = [1, 1, 2, CHANNELS];
  const x = Value.leaf(
    Float32Array.from({ length: 2 * CHANNELS }, (_, index) => index),
    shape,
    'float32',
  );
  const reordered = operation(
    'com.microsoft.nchwc.ReorderInput',
    [x],
    { shape: [1, CHANNELS, 1, 2], type: 'float32' },
    { channels_last: 1 },
  );
  let data: TensorData;
  try {
    const graph = linearize([reordered]);
    const session = new Session(
      plainGraph({ inputs: graph.leaves, operations: graph.operations, outputs: graph.outputs }),
      { inputs: ['float32'], outputs: 1 },
      { threads: 1 },
    );
    data = itemAt(session.run([{ data: x.knownData, shape }]), 0);
    session.dispose();
  } catch {
    return undefined;
  }
  const size = (data as Float32Array).indexOf(CHANNELS);
  return size > 1 && CHANNELS % size === 0 ? size : undefined;
}
