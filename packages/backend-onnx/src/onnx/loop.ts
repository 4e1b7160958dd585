import type { LinearGraph } from '../graph/linearize.js';
import { scalarConstant } from '../graph/operators/operation.js';
import type { Value } from '../graph/value.js';
import type { OnnxGraph } from './format.js';
import { GraphWriter, valueInfo } from './graph-writer.js';

/** A step that is repeated: each round starts from the state that the one before left. */
export interface LoopParts {
  /** What one round computes: the new state, then what is collected of every round. */
  readonly body: LinearGraph;
  readonly state: readonly Value[];
  /** The same in every round. */
  readonly constant: readonly Value[];
  /** One for each round: the loop is fed them stacked, [rounds, ...shape]. */
  readonly perRound: readonly Value[];
}

/**
 * A graph that runs a step again and again.
 *
 * Inputs x0, x1, ...: the number of rounds (an int64 scalar), the state, what is constant, what is stacked by round.
 * Outputs y0, y1, ...: the last state, then what was collected, stacked by round.
 */
export function loopGraph({ body, state, constant, perRound }: LoopParts): OnnxGraph {
  const inputs = [...state, ...constant].map((value, index) => ({ name: `x${index + 1}`, value }));
  const stacked = perRound.map((value, index) => ({ name: `x${inputs.length + 1 + index}`, value }));

  const inner = new GraphWriter('b_');
  state.forEach((value, index) => inner.call(value, `b_s${index}`));
  inputs.slice(state.length).forEach(({ name, value }) => inner.call(value, name));
  for (const { name, value } of stacked) {
    inner.nodes.push({
      operator: 'Gather',
      inputs: [name, 'b_round'],
      outputs: [inner.call(value, inner.fresh())],
      attributes: { axis: 0 },
    });
  }
  inner.addAll(body.operations, [
    { value: GO_ON, name: 'b_more' },
    ...body.outputs.map((value, index) => ({ value, name: `b_y${index}` })),
  ]);

  const flag = { shape: [], type: 'bool' } as const;
  const count = { shape: [], type: 'int64' } as const;
  const collected = body.outputs.slice(state.length);
  const bodyGraph = inner.graph(
    'step',
    [
      valueInfo('b_round', count),
      valueInfo('b_continue', flag),
      ...state.map((value, index) => valueInfo(`b_s${index}`, value)),
    ],
    [valueInfo('b_more', flag), ...body.outputs.map((value, index) => valueInfo(`b_y${index}`, value))],
  );

  const outer = new GraphWriter();
  outer.nodes.push({
    operator: 'Loop',
    inputs: ['x0', '', ...inputs.slice(0, state.length).map(({ name }) => name)],
    outputs: body.outputs.map((_, index) => `y${index}`),
    attributes: { body: { graph: bodyGraph } },
  });
  return outer.graph(
    'loop',
    [
      valueInfo('x0', count),
      ...inputs.map(({ name, value }) => valueInfo(name, value)),
      ...stacked.map(({ name, value: { shape, type } }) =>
        valueInfo(name, { shape: [undefined, ...shape], type }),
      ),
    ],
    [
      ...state.map((value, index) => valueInfo(`y${index}`, value)),
      ...collected.map(({ shape, type }, index) =>
        valueInfo(`y${state.length + index}`, { shape: [undefined, ...shape], type }),
      ),
    ],
  );
}

const GO_ON: Value = scalarConstant(1, 'bool');
