/** Limit of the dimensions with correlations. Their number grows quadratically. */
const MOST_CORRELATED = 512;

/** Running means, variances and correlations of vectors, in double precision. */
export class Moments {
  private count = 0;
  private readonly means: Float64Array;
  /**
   * Sums of squares about the mean; `products` has sums for each pair if correlations are
   * requested.
   */
  private readonly squares: Float64Array;
  private readonly products: Float64Array | undefined;

  constructor(
    private readonly size: number,
    { correlations = false }: { readonly correlations?: boolean } = {},
  ) {
    this.means = new Float64Array(size);
    this.squares = new Float64Array(size);
    this.products = correlations && size <= MOST_CORRELATED ? new Float64Array(size * size) : undefined;
  }

  /** Adds vectors that are stored one after another (Welford 1962). */
  add(vectors: ArrayLike<number>): void {
    const before = new Float64Array(this.size);
    const after = new Float64Array(this.size);
    for (let start = 0; start < vectors.length; start += this.size) {
      this.count++;
      for (let i = 0; i < this.size; i++) {
        const value = vectors[start + i]!;
        before[i] = value - this.means[i]!;
        this.means[i]! += before[i]! / this.count;
        after[i] = value - this.means[i]!;
        this.squares[i]! += before[i]! * after[i]!;
      }
      for (let i = 0; this.products && i < this.size; i++) {
        for (let j = 0; j < i; j++) this.products[i * this.size + j]! += before[i]! * after[j]!;
      }
    }
  }

  get mean(): number[] {
    return Array.from(this.means);
  }

  /** Population variance: the sum of squares divided by the number of vectors. */
  get variance(): number[] {
    return Array.from(this.squares, (square) => square / this.count);
  }

  /**
   * Correlation matrix by rows; 0 for a dimension that does not vary; undefined if it was not
   * requested.
   */
  get correlation(): number[][] | undefined {
    const { products, squares, size } = this;
    if (!products) return undefined;
    return Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (__, column) => {
        if (row === column) return 1;
        const product = products[Math.max(row, column) * size + Math.min(row, column)]!;
        const scale = Math.sqrt(squares[row]! * squares[column]!);
        return scale > 0 ? product / scale : 0;
      }),
    );
  }
}
