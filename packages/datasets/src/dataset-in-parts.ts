import { HelmholtzError } from '@helmholtz/base';

import { type Dataset, exampleLength, type Labels, type MissingValues } from './dataset.js';
import type { Fitted, PaddedSteps } from './fitted/fitted.js';

/**
 * Training examples in named parts, such as labelled and unlabelled ones. A training step takes a
 * batch of each part.
 */
export interface DatasetInParts {
  readonly name: string;
  /** Parts by name, with examples of one shape. A part may lack labels. */
  readonly parts: Readonly<Record<string, Dataset>>;
  /** Part whose examples make up an epoch; by default the part with the most batches. */
  readonly epoch?: string | undefined;
  /** Parameters fitted to the examples of all parts. */
  readonly fitted?: Fitted | undefined;
}

/** Examples to train on. */
export type TrainingSet = Dataset | DatasetInParts;

function isInParts(set: TrainingSet): set is DatasetInParts {
  return 'parts' in set;
}

/** Returns a training set with a change to its examples, part by part. */
export function changeParts<Set extends TrainingSet>(set: Set, change: (part: Dataset) => Dataset): Set;
export function changeParts(set: TrainingSet, change: (part: Dataset) => Dataset): TrainingSet {
  if (!isInParts(set)) return change(set);
  const parts = Object.fromEntries(Object.entries(set.parts).map(([name, part]) => [name, change(part)]));
  return { ...set, parts };
}

/** Returns a training set with the parameters that were fitted to all its parts. */
export function withFitted<Set extends TrainingSet>(set: Set, fitted: Fitted): Set {
  return isInParts(set) ? { ...set, fitted } : set;
}

/**
 * Returns all examples of a training set, one part after another. Labels and further arrays are
 * kept if every part has them.
 *
 * @throws HelmholtzError (`data`) for parts of different shapes, or without parts.
 *
 * @example
 * ```ts
 * import { allExamples, arrayDataset } from '@helmholtz/datasets';
 *
 * const rows = { name: 'labelled', shape: [1], data: [[1], [2]], labels: [0, 1] };
 * const labelled = arrayDataset(rows);
 * const unlabelled = arrayDataset({ name: 'unlabelled', shape: [1], data: [[3]] });
 * const { size, labels } = allExamples({ name: 'mine', parts: { labelled, unlabelled } });
 * console.log(size, labels); // 3 undefined
 * ```
 */
export function allExamples(set: TrainingSet): Dataset {
  if (!isInParts(set)) return set;
  const parts = Object.values(set.parts);
  const [first] = parts;
  if (!first) {
    throw new HelmholtzError('data', `${set.name} has no parts.`, {
      hint: 'Give at least one: parts: { labelled: ..., unlabelled: ... }.',
    });
  }
  checkShapes(set);
  return { ...joined(set.name, [first, ...parts.slice(1)]), fitted: set.fitted ?? first.fitted };
}

function checkShapes({ name, parts }: DatasetInParts): void {
  const shapes = Object.entries(parts).map(([part, { shape }]) => [part, `[${shape.join(', ')}]`] as const);
  const [first] = shapes;
  const other = shapes.find(([, shape]) => shape !== first?.[1]);
  if (!first || !other) return;
  throw new HelmholtzError(
    'data',
    `The parts of ${name} have examples of different shapes: ${first[0]} ${first[1]}, ${other[0]} ${other[1]}.`,
    { hint: 'Give all parts examples of one shape.' },
  );
}

function joined(name: string, parts: readonly [Dataset, ...Dataset[]]): Dataset {
  const [first] = parts;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const labels = parts.flatMap((part) => (part.labels ? [part.labels] : []));
  const allOthers = parts.flatMap(({ others }) => (others ? [others] : []));
  const names = allOthers.length < parts.length ? [] : Object.keys(first.others ?? {});
  const others = names.flatMap((each) => {
    const arrays = allOthers.flatMap((other) => other[each] ?? []);
    const [array, ...rest] = arrays;
    return array && arrays.length === parts.length ? [[each, joined(each, [array, ...rest])] as const] : [];
  });
  return {
    name,
    size,
    shape: first.shape,
    labels: labels.length === parts.length ? joinedLabels(labels) : undefined,
    missing: joinedMissing(parts),
    padded: joinedPadded(parts),
    paddedBy: first.paddedBy,
    classNames: parts.find(({ classNames }) => classNames)?.classNames,
    columns: first.columns,
    fixed: parts.every(({ fixed }) => fixed),
    ...(others.length > 0 ? { others: Object.fromEntries(others) } : {}),
    read(indices, out, random) {
      const length = out.length / Math.max(indices.length, 1);
      Array.from(indices, (index, row) => {
        const [part, at] = locate(parts, index);
        part.read([at], out.subarray(row * length, (row + 1) * length), random);
      });
    },
  };
}

function joinedLabels(labels: readonly Labels[]): Labels {
  const all = labels.flatMap((each) => [...each]);
  return labels.every((each) => each instanceof Uint8Array) ? Uint8Array.from(all) : Int16Array.from(all);
}

function joinedMissing(parts: readonly Dataset[]): MissingValues | undefined {
  const missing = parts.flatMap((part) => part.missing ?? []);
  const [earliest] = missing;
  if (!earliest) return undefined;
  const counts = new Map<string, number>();
  for (const { columns } of missing) {
    for (const { name, count } of columns) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return {
    count: missing.reduce((sum, { count }) => sum + count, 0),
    total: parts.reduce((sum, { size, shape }) => sum + size * exampleLength(shape), 0),
    columns: [...counts].map(([name, count]) => ({ name, count })),
    first: earliest.first,
  };
}

function joinedPadded(parts: readonly Dataset[]): PaddedSteps | undefined {
  const padded = parts.flatMap((part) => part.padded ?? []);
  if (padded.length === 0) return undefined;
  const [steps = 1] = parts[0]?.shape ?? [];
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  const whole = padded.length < parts.length ? steps : 0;
  return {
    count: sum(padded.map(({ count }) => count)),
    total: sum(parts.map(({ size }) => size * steps)),
    shortest: Math.min(...padded.map(({ shortest }) => shortest)),
    longest: Math.max(whole, ...padded.map(({ longest }) => longest)),
    inside: sum(padded.map(({ inside }) => inside)),
  };
}

/** The part of an example, and its index in that part. */
function locate(parts: readonly [Dataset, ...Dataset[]], index: number): readonly [Dataset, number] {
  let at = index;
  for (const part of parts) {
    if (at < part.size) return [part, at];
    at -= part.size;
  }
  // The last part reports an index that does not exist.
  const last = parts.at(-1) ?? parts[0];
  return [last, at + last.size];
}
