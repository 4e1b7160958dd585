/** More dimensions than this have no correlations with each other: they would be too many. */
const MOST_CORRELATED = 512;

/** Means, variances and correlations of vectors, as they come, in double precision. */
export class Moments {
  private count = 0;
  private readonly means: Float64Array;
  /** Sums of squares about the mean; of products for each pair where they are counted. */
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

  /** Adds vectors that lie one after another (Welford 1962). */
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

  /** Of the vectors themselves, divided by their number. */
  get variance(): number[] {
    return Array.from(this.squares, (square) => square / this.count);
  }

  /** Row by row; 0 where a dimension does not vary, and undefined where they were not counted. */
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
