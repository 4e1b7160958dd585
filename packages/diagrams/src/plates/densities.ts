import { entryOf } from '@helmholtz/base';

import type { Graph } from '../graph/graph.js';
import type { Factor } from './factors.js';
import type { Density, Parameters, PlateNode } from './plate-model.js';

/** Returns the factors of p, those of q and the noise as formulas. */
export function densitiesOf(
  graph: Graph,
  factors: readonly Factor[],
  nodes: readonly PlateNode[],
  parameters: readonly Parameters[],
): Density[] {
  const nodesById = new Map(nodes.map((node) => [node.id, node]));
  const symbol = (id: string) => entryOf(nodesById, id).symbol;
  const shape = (id: string) => nodesById.get(id)?.shape ?? [];
  const ofFactors = factors.map((factor): Density => {
    const learned = parameters.find(({ direction }) => direction === factor.direction);
    const subscript = factor.learned.size > 0 ? `_{${learned!.symbol}}` : '';
    const conditions = factor.given.map(symbol).join(', ');
    const name = symbol(factor.variable);
    const density = factor.deterministic
      ? `${name} = f${subscript}(${conditions})`
      : `${letters[factor.direction]}${subscript}(${conditions === '' ? name : `${name} | ${conditions}`})`;
    return {
      kind: factor.direction,
      variable: factor.variable,
      symbol: density,
      ...(factor.deterministic ? { family: 'deterministic' } : familyOf(factor.family, factor.constants)),
      shape: shape(factor.variable),
    };
  });
  const noise = nodes
    .filter(({ kind }) => kind === 'noise')
    .map((node): Density => ({
      kind: 'noise',
      variable: node.id,
      symbol: `p(${node.symbol})`,
      ...familyOf(graph.nodes.find(({ id }) => id === node.id)!.distribution),
      shape: shape(node.id),
    }));
  return [...ofFactors, ...noise];
}

const letters = { generative: 'p', recognition: 'q' } as const;

/**
 * Returns the name of a family as in papers, such as Student T for `studentT`, with constants if it
 * has any.
 */
export function familyText(name: string, constants: Readonly<Record<string, number>> = {}): string {
  if (name === 'standardNormal') return 'Normal(0, I)';
  const words = name.replace(/(?<=\p{Ll})\p{Lu}/gu, (letter) => ` ${letter}`);
  const family = words.slice(0, 1).toUpperCase() + words.slice(1);
  const values = Object.entries(constants).map(([parameter, value]) => `${parameter} ${shortNumber(value)}`);
  return values.length === 0 ? family : `${family}(${values.join(', ')})`;
}

/** Rounds to four digits: two thirds are 0.6667. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function familyOf(name?: string, constants?: Readonly<Record<string, number>>): Pick<Density, 'family'> {
  return name === undefined ? {} : { family: familyText(name, constants) };
}
