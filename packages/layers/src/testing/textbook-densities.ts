/** Densities and moments as textbooks write them, in float64. */
const { PI, abs, exp, log, sinh, sqrt } = Math;

export const logit = (probability: number): number => log(probability / (1 - probability));
const sigmoid = (x: number): number => 1 / (1 + exp(-x));
export const normalDensity = (x: number, mean: number, scale: number): number =>
  exp(-(((x - mean) / scale) ** 2) / 2) / (scale * sqrt(2 * PI));
export const laplaceDensity = (x: number, centre: number, scale: number): number =>
  exp(-abs(x - centre) / scale) / (2 * scale);
/** The normal density of log x, by the length of x. */
export const logNormalDensity = (x: number, mean: number, scale: number): number =>
  normalDensity(log(x), mean, scale) / x;
export const logNormalVariance = (mean: number, scale: number): number =>
  exp(2 * mean + scale ** 2) * (exp(scale ** 2) - 1);
export const studentOf3 = (t: number): number => 2 / (PI * sqrt(3) * (1 + t ** 2 / 3) ** 2);
export const studentOf4 = (t: number): number => (3 / 8) * (1 + t ** 2 / 4) ** -2.5;
export const studentOf5 = (t: number): number => 8 / (3 * PI * sqrt(5) * (1 + t ** 2 / 5) ** 3);
export const continuousBernoulli = {
  density: (x: number, l: number) => (l * exp(l * x)) / (exp(l) - 1),
  mean: (l: number) => exp(l) / (exp(l) - 1) - 1 / l,
  variance: (l: number) => 1 / l ** 2 - 1 / (2 * sinh(l / 2)) ** 2,
};

/**
 * The masses of levels 0 to 255 by a logistic distribution, from its centre and scale between -1
 * and 1.
 */
export function levelMasses(centre: number, scale: number): number[] {
  const below = (edge: number): number => sigmoid((edge / 127.5 - 1 - centre) / scale);
  return Array.from(
    { length: 256 },
    (_, level) => (level === 255 ? 1 : below(level + 0.5)) - (level === 0 ? 0 : below(level - 0.5)),
  );
}

/** Returns the mean and variance of levels at a distance of `unit`. */
export function levelMoments(masses: readonly number[], unit: number): [mean: number, variance: number] {
  const mean = masses.reduce((sum, mass, level) => sum + mass * level * unit, 0);
  return [mean, masses.reduce((sum, mass, level) => sum + mass * (level * unit - mean) ** 2, 0)];
}
