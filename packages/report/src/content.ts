/** What a report is made of: plain data only, so that any program and any page can draw it. */

/** Metrics in nats, each summed over the event and averaged over the data: `nelbo`, `kl`, `kl/z` ... */
export type Metrics = Readonly<Record<string, number>>;

/** The state of training at the end of one epoch. */
export interface EpochRow {
  readonly epoch: number;
  readonly step: number;
  /** Since the start of the run. */
  readonly seconds: number;
  readonly learningRate: number;
  /** What was minimised, where it is none of the metrics. */
  readonly loss?: number;
  /** What the objective weighed its terms with, where that changes: `beta`. */
  readonly coefficients?: Readonly<Record<string, number>>;
  readonly train: Metrics;
  /** Held out of the training set, and what models are chosen by. */
  readonly validation?: Metrics;
  readonly test?: Metrics;
}

export interface ImageBatch {
  /** Row-major [count, rows, columns, channels], 0 is black and 1 is white. */
  readonly pixels: Float32Array;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** 1 is grey, 3 is red, green and blue. */
  readonly channels: number;
}

/** Images that a model generated. */
export interface Samples extends ImageBatch {
  /** What the model generated beside each, as its class. */
  readonly classes?: readonly string[];
}

/** The means of the posteriors of some observations, along two latent dimensions. */
export interface LatentPoints {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** The class of each observation, an index into `classNames`. */
  readonly labels?: Uint8Array;
  readonly classNames?: readonly string[];
  readonly xName: string;
  readonly yName: string;
  /** Whether the prior of both dimensions is the standard normal, whose contours are then drawn. */
  readonly standardNormalPrior?: boolean;
}

/** Images decoded from a square lattice over two latent dimensions. */
export interface Manifold {
  /** Image `j * xValues.length + i` is decoded where x is `xValues[i]` and y is `yValues[j]`. */
  readonly grid: ImageBatch;
  /** The latent values along each dimension, ascending, as many of either. */
  readonly xValues: readonly number[];
  readonly yValues: readonly number[];
  readonly xName: string;
  readonly yName: string;
}

/** Images decoded from codes that differ from one code in one latent dimension. */
export interface Traversal {
  /** Image `j * offsets.length + i` is at `offsets[i]` along the dimension `rows[j]`. */
  readonly grid: ImageBatch;
  readonly offsets: readonly number[];
  readonly rows: readonly { readonly name: string; readonly note?: string | undefined }[];
  /** What the offsets count. */
  readonly scaleName: string;
}

/** The same observations in every batch, in the same order. */
export interface Reconstructions {
  readonly original: ImageBatch;
  /** Decoded from the mean of the posterior. */
  readonly mean: ImageBatch;
  /** Each decoded from one draw from the posterior. */
  readonly draws: readonly ImageBatch[];
}

/** A drawing of the model, made elsewhere. */
export interface Diagram {
  /** Lower-case letters, digits and hyphens: the name of its files, and its anchor in the page. */
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly svg: string;
}

export interface RunSummary {
  readonly recipe: string;
  readonly dataset: string;
  readonly backend: string;
  readonly epochs: number;
  readonly seconds: number;
  readonly train: Metrics;
  readonly validation?: Metrics;
  readonly test?: Metrics;
  /** Further facts, shown as they are given: likelihood, latent dimensions, number of weights ... */
  readonly facts?: Readonly<Record<string, string>>;
}

export type FigureName = 'nelbo' | 'latent' | 'manifold' | 'reconstructions' | 'samples' | 'interpolation';

export interface ReportContent {
  readonly title: string;
  /** Shown before anything else: that the run was interrupted, for example. */
  readonly notice?: string;
  readonly summary: RunSummary;
  readonly history: readonly EpochRow[];
  readonly latent?: LatentPoints;
  readonly manifold?: Manifold;
  readonly reconstructions?: Reconstructions;
  readonly samples?: Samples;
  /** One batch a row: an observation, what is decoded on the way from its code to another's, and that other one. */
  readonly interpolation?: readonly ImageBatch[];
  readonly diagrams: readonly Diagram[];
  /** Why a figure is not there, one sentence each. */
  readonly omitted?: Partial<Readonly<Record<FigureName, string>>>;
  /** The declaration of the model, as YAML. */
  readonly spec: string;
  /** The command line that runs it again. */
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
}
