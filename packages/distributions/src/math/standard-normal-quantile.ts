/**
 * Returns the quantile of the standard normal distribution: the z with P(Z < z) = p. 0 and 1 give
 * -Infinity and Infinity.
 *
 * It uses Acklam's rational approximation, with a relative error below 1.2e-9.
 *
 * @example
 * ```ts
 * import { standardNormalQuantile } from '@helmholtz/distributions';
 *
 * console.log(standardNormalQuantile(0.975).toFixed(3)); // 1.960
 * ```
 */
export function standardNormalQuantile(p: number): number {
  if (p <= 0) return p === 0 ? -Infinity : NaN;
  if (p >= 1) return p === 1 ? Infinity : NaN;
  if (p > 0.5) return -standardNormalQuantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(tail, q) / (q * polynomial(tailDenominator, q) + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(central, r) * q) / (r * polynomial(centralDenominator, r) + 1);
}

// Coefficients of Acklam's approximation, highest power first.
const central = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const centralDenominator = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
];
const tail = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const tailDenominator = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
