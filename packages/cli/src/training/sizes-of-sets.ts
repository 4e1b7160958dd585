import { examplesByPart, numberOfExamples, type Spec, splitData, type TrainingData } from '@helmholtz/core';
import type { DatasetPair, TrainingSet } from '@helmholtz/datasets';

/**
 * Returns `54000 examples, 6000 for validation, 10000 for the test`, or with parts
 * `50 labelled and 950 unlabelled examples, 100 for the test`.
 */
export function sizesOfSets(spec: Spec, data: DatasetPair<TrainingSet>): string {
  const { train, validation, test } = splitData(spec, data);
  const validationText = validation ? `${sizes(validation)} for validation, ` : '';
  return `${sizes(train)} examples, ${validationText}${test.size} for the test`;
}

function sizes(set: TrainingData): string {
  const parts = examplesByPart(set);
  if (!parts) return String(numberOfExamples(set));
  const sizesByName = Object.entries(parts).map(([name, size]) => `${size} ${name}`);
  return sizesByName.length < 2
    ? sizesByName.join()
    : `${sizesByName.slice(0, -1).join(', ')} and ${sizesByName.at(-1)}`;
}
