import { RandomStream, permutation } from '@helmholtz/core';

/**
 * The order in which engines take their turns in a round: another one every round, and the same in
 * every run.
 */
export function turns(engines: number, round: number): number[] {
  return [...permutation(engines, new RandomStream(1, 'turns', round))];
}

/** How many steps take about so long, at least one. */
export function stepsFor(wantedMs: number, stepMs: number): number {
  return Math.max(1, Math.round(wantedMs / stepMs));
}
