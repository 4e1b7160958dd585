import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  clipByValue,
  cumsum,
  div,
  expandDims,
  log,
  maximum,
  mul,
  neg,
  pad,
  slice,
  softmax,
  softplus,
  sqrt,
  square,
  step,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import { realLine } from '../support.js';
import { Bijector, type ValueWithLogDet } from './bijector.js';

export interface SplineParameters {
  /** Logits of the bins' widths, [..., bins]; two bins or more. */
  readonly widths: Tensor;
  /** Logits of the bins' heights, [..., bins]. */
  readonly heights: Tensor;
  /** The slopes at the inner knots before softplus, [..., bins - 1]; 0 stands for a slope of 1. */
  readonly slopes: Tensor;
  /** The spline is between -bound and bound; beyond, it is the identity. 5 by default. */
  readonly bound?: number;
}

/** The least width and height of a bin, as a share of all, and the least slope. */
const LEAST = 1e-3;
/** LEAST and softplus of this are 1. */
const UNIT_SLOPE = Math.log(Math.expm1(1 - LEAST));

/** The bin of each element: its start and its size on both axes, and the slopes at its ends. */
interface Bin {
  readonly left: Tensor;
  readonly width: Tensor;
  readonly bottom: Tensor;
  readonly height: Tensor;
  readonly first: Tensor;
  readonly last: Tensor;
}

class RationalQuadraticSpline extends Bijector {
  readonly name = 'rationalQuadraticSpline';
  readonly domain = realLine;
  readonly codomain = realLine;
  private readonly bound: number;
  private readonly widths: Tensor;
  private readonly heights: Tensor;
  private readonly left: Tensor;
  private readonly bottom: Tensor;
  private readonly first: Tensor;
  private readonly last: Tensor;

  constructor({ widths, heights, slopes, bound = 5 }: SplineParameters) {
    super();
    const bins = itemAt(widths.shape, -1);
    const lengths = (logits: Tensor): Tensor =>
      mul(2 * bound, add(LEAST, mul(1 - LEAST * bins, softmax(logits))));
    this.bound = bound;
    this.widths = lengths(widths);
    this.heights = lengths(heights);
    const starts = (sizes: Tensor): Tensor => sub(cumsum(sizes, sizes.rank - 1, true), bound);
    this.left = starts(this.widths);
    this.bottom = starts(this.heights);
    const inner = add(LEAST, softplus(add(slopes, UNIT_SLOPE)));
    this.first = padded(inner, 'before', 1);
    this.last = padded(inner, 'after', 1);
  }

  forward(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).value;
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).logDet;
  }

  override forwardWithLogDet(x: Tensor): ValueWithLogDet {
    const inside = clipByValue(x, -this.bound, this.bound);
    const bin = this.binOf(inside, this.left);
    const { value, logDet } = within(bin, div(sub(inside, bin.left), bin.width));
    return { value: add(value, sub(x, inside)), logDet };
  }

  override inverse(y: Tensor): Tensor {
    return this.inverseWithLogDet(y).value;
  }

  /** Durkan et al. 2019, equations 6 to 8. */
  override inverseWithLogDet(y: Tensor): ValueWithLogDet {
    const inside = clipByValue(y, -this.bound, this.bound);
    const bin = this.binOf(inside, this.bottom);
    const above = sub(inside, bin.bottom);
    const slope = div(bin.height, bin.width);
    const bent = mul(above, bendOf(bin, slope));
    const a = add(mul(bin.height, sub(slope, bin.first)), bent);
    const b = sub(mul(bin.height, bin.first), bent);
    const c = neg(mul(slope, above));
    const root = sqrt(maximum(sub(square(b), mul(4, mul(a, c))), 1e-20));
    const at = div(mul(-2, c), add(b, root));
    const value = add(add(bin.left, mul(at, bin.width)), sub(y, inside));
    return { value, logDet: neg(within(bin, at).logDet) };
  }

  /**
   * @param starts where bins begin on the axis of the elements. The outer bins are open to their
   * ends.
   */
  private binOf(elements: Tensor, starts: Tensor): Bin {
    const reached = step(sub(expandDims(elements, -1), withoutFirst(starts)));
    const chosen = sub(padded(reached, 'before', 1), padded(reached, 'after', 0));
    const pick = (values: Tensor): Tensor => sum(mul(chosen, values), -1);
    return {
      left: pick(this.left),
      width: pick(this.widths),
      bottom: pick(this.bottom),
      height: pick(this.heights),
      first: pick(this.first),
      last: pick(this.last),
    };
  }
}

/**
 * The value and the logarithm of the slope at a share of a bin (Durkan et al. 2019, equations 4 and
 * 5).
 */
function within(bin: Bin, at: Tensor): ValueWithLogDet {
  const slope = div(bin.height, bin.width);
  const [left, both] = [sub(1, at), mul(at, sub(1, at))];
  const denominator = add(slope, mul(bendOf(bin, slope), both));
  const numerator = mul(bin.height, add(mul(slope, square(at)), mul(bin.first, both)));
  const slopes = add(add(mul(bin.last, square(at)), mul(mul(2, slope), both)), mul(bin.first, square(left)));
  return {
    value: add(bin.bottom, div(numerator, denominator)),
    logDet: add(mul(2, log(div(slope, denominator))), log(slopes)),
  };
}

/** How far the slopes at the ends of a bin are from its mean slope. */
function bendOf({ first, last }: Bin, slope: Tensor): Tensor {
  return sub(add(first, last), mul(2, slope));
}

/** One more element along the last axis. */
function padded(x: Tensor, where: 'before' | 'after', value: number): Tensor {
  const along: [number, number] = where === 'before' ? [1, 0] : [0, 1];
  return pad(
    x,
    x.shape.map((_, axis): [number, number] => (axis === x.rank - 1 ? along : [0, 0])),
    value,
  );
}

function withoutFirst(x: Tensor): Tensor {
  return slice(
    x,
    x.shape.map((_, axis) => (axis === x.rank - 1 ? 1 : 0)),
    x.shape.map((length, axis) => (axis === x.rank - 1 ? length - 1 : length)),
  );
}

/**
 * Returns a monotone function of each element: a rational-quadratic spline between -bound and
 * bound, and the identity outside (Durkan et al. 2019). Both directions have closed forms. If all
 * parameters are 0, it is the identity.
 *
 * @example
 * ```ts
 * import { bijectors } from '@helmholtz/distributions';
 * import { tensor, zeros } from '@tensorflow/tfjs-core';
 *
 * const bins = { widths: zeros([4]), heights: zeros([4]), slopes: zeros([3]) };
 * const spline = bijectors.rationalQuadraticSpline(bins);
 * console.log(spline.forward(tensor([0.5])).dataSync()[0]?.toFixed(3)); // 0.500
 * ```
 */
export function rationalQuadraticSpline(parameters: SplineParameters): Bijector {
  return new RationalQuadraticSpline(parameters);
}
