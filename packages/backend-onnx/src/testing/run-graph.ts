import { linearize } from '../graph/linearize.js';
import type { Value } from '../graph/value.js';
import { plainGraph } from '../onnx/encode.js';
import { Session } from '../session/session.js';

/** Computes values from the data of the leaves that they depend on. */
export function runGraph(outputs: readonly Value[]): number[][] {
  const { leaves, operations } = linearize(outputs);
  const session = new Session(plainGraph({ inputs: leaves, operations, outputs }), {
    inputs: leaves.map(({ type }) => type),
    outputs: outputs.length,
  });
  const results = session.run(leaves.map(({ knownData: data, shape }) => ({ data, shape })));
  session.dispose();
  return results.map((result) => Array.from(result, Number));
}
