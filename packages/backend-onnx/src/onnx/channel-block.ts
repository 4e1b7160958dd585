import { linearize } from '../graph/linearize.js';
import { operation } from '../graph/operators/operation.js';
import { type TensorData, Value } from '../graph/value.js';
import { plainGraph } from './encode.js';
import { Session } from './session.js';

/** More channels than any processor's block has. */
const CHANNELS = 64;

let used = true;
let known: { readonly size: number | undefined } | undefined;

/**
 * Says whether convolutions may take the blocked layout. It is the cpu's alone: images on a graphics processor would be
 * carried to the cpu and back for it.
 */
export function useChannelBlocks(use: boolean): void {
  used = use;
}

/**
 * How many channels this processor's convolutions keep side by side: ONNX Runtime's blocked layout (NCHWc) has 8 with
 * AVX2, 16 with AVX-512. Undefined where it has no such layout, or it is not to
 * be used.
 *
 * Asked once, by reordering two positions: the second one's first channel comes after the first one's first block.
 */
export function channelBlock(): number | undefined {
  if (!used) return undefined;
  known ??= { size: ask() };
  return known.size;
}

function ask(): number | undefined {
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
    data = session.run([{ data: x.data!, shape }])[0]!;
    session.dispose();
  } catch {
    return undefined;
  }
  const size = (data as Float32Array).indexOf(CHANNELS);
  return size > 1 && CHANNELS % size === 0 ? size : undefined;
}
