import { itemAt } from '@helmholtz/base';
import type { SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

/** Returns the call that a symbolic tensor comes from. */
export function nodeOf(tensor: SymbolicTensor): layers.Layer['inboundNodes'][number] {
  return itemAt(tensor.sourceLayer.inboundNodes, tensor.nodeIndex);
}
