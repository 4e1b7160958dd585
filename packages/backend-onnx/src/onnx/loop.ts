import type { LinearGraph } from '../graph/linearize.js';
import { scalarConstant } from '../graph/operators/operation.js';
import type { Value } from '../graph/value.js';
import type { OnnxGraph } from './format.js';
import { GraphWriter, valueInfo } from './graph-writer.js';

/** Step that is repeated. Each iteration starts from the state of the one before. */
export interface LoopParts {
  /** One iteration: the new state, then the outputs that are collected. */
  readonly body: LinearGraph;
  readonly state: readonly Value[];
  /** The same in every iteration. */
  readonly constant: readonly Value[];
  /** One value per iteration. The loop receives them stacked, [iterations, ...shape]. */
  readonly perRound: readonly Value[];
}

/**
 * Returns a graph that repeats a step.
 *
 * Inputs x0, x1, ...: the number of iterations (an int64 scalar), the state, constants, stacked
 * values. Outputs y0, y1, ...: the last state, then the collected outputs, stacked.
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
