import { itemAt } from '@helmholtz/base';
import type { LikelihoodLayer } from '@helmholtz/core';
import type { serialization } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';

import { LikelihoodHead } from './likelihood.js';

/** Head of one column of a row, of `size` elements. */
export interface ColumnHead {
  readonly name: string;
  readonly size: number;
  readonly head: LikelihoodLayer;
}

/** Columns that share a head, or one column with its own. */
export interface ColumnGroup {
  readonly size: number;
  /** Positions of the columns in the row. */
  readonly columns: readonly number[];
  /** Number of parameters of each column. */
  readonly parameters: number;
  /** Head of one column, or of several: [..., columns, parameters]. */
  readonly head: LikelihoodLayer;
}

/**
 * Groups columns whose likelihoods have the same family, options and size, so that a thousand
 * columns cost a few operations. Heads that can't be grouped stay alone.
 *
 * @param grouped whether columns may share a head.
 */
export function columnGroups(columns: readonly ColumnHead[], grouped: boolean): ColumnGroup[] {
  const groups = new Map<string, number[]>();
  columns.forEach((column, position) => {
    const key = (grouped ? keyOf(column) : undefined) ?? `${position}`;
    groups.set(key, [...(groups.get(key) ?? []), position]);
  });
  return [...groups.values()].map((positions) => {
    const { size, head } = itemAt(columns, itemAt(positions, 0));
    const parameters = (head.parameterShape?.([size]) ?? [size]).reduce((sum, length) => sum + length, 0);
    return {
      size,
      columns: positions,
      parameters,
      head: positions.length === 1 ? head : sharedHead(head as LikelihoodHead, size),
    };
  });
}

/** Equal for columns that can share a head; undefined for a head that can't be shared. */
function keyOf({ size, head }: ColumnHead): string | undefined {
  if (!(head instanceof LikelihoodHead)) return undefined;
  const config = head.sharedConfig(size);
  if (!config) return undefined;
  return JSON.stringify([head.getClassName(), size, { ...config, name: '' }]);
}

function sharedHead(head: LikelihoodHead, size: number): LikelihoodLayer {
  const headClass = head.constructor as serialization.SerializableConstructor<LikelihoodHead>;
  return new headClass(head.sharedConfig(size)!);
}

/** Whether a head returns the parameters as they are. */
export function passesOn(head: LikelihoodLayer): boolean {
  return head instanceof LikelihoodHead && head.transform === LikelihoodHead.prototype.transform;
}

/**
 * Gives weights of several heads names of their own. TensorFlow.js loads a model file by names,
 * which heads of one kind share.
 */
export function weightsApart(weights: readonly LayerVariable[]): void {
  const usedNames = new Set<string>();
  for (const weight of weights) {
    let name = weight.originalName;
    for (let count = 2; usedNames.has(name); count++) name = `${weight.originalName}_${count}`;
    usedNames.add(name);
    Object.assign(weight, { originalName: name });
  }
}
