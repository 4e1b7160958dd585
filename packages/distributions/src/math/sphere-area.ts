/**
 * Logarithm of the area of the unit sphere of a dimension: log 2 for the two points of dimension 0,
 * log(2 pi) for the circle, and area(n) = area(n - 2) 2 pi / (n - 1).
 */
export function logSphereArea(dimension: number): number {
  let log = dimension % 2 === 0 ? Math.LN2 : Math.log(2 * Math.PI);
  for (let n = 2 + (dimension % 2); n <= dimension; n += 2) log += Math.log((2 * Math.PI) / (n - 1));
  return log;
}
