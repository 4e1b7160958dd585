/** Steepness of the sigmoid. */
const STEEPNESS = 4;

/**
 * Returns inverse temperatures from 0 to 1 that are closest near both ends (Wu et al. 2017,
 * section 2.2): a sigmoid of equal steps.
 *
 * @param count number of temperatures above 0.
 * @returns count + 1 increasing numbers.
 */
export function inverseTemperatures(count: number): number[] {
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const [lowest, highest] = [sigmoid(-STEEPNESS), sigmoid(STEEPNESS)];
  return Array.from({ length: count + 1 }, (_, step) => {
    if (step === 0 || step === count) return step / count;
    return (sigmoid(STEEPNESS * ((2 * step) / count - 1)) - lowest) / (highest - lowest);
  });
}
