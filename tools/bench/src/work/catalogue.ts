import type { DenseVae, MatrixProduct, Work } from './work.js';

const denseVae = (hidden: readonly number[], latent: number): DenseVae => ({
  model: 'dense-vae',
  observed: 784,
  hidden,
  latent,
});

const tutorial: Work<DenseVae> = {
  name: 'tutorial',
  title: 'Tutorial VAE, 784-256-2, batch 100',
  model: denseVae([256], 2),
  batch: 100,
};

/** The work that engines are measured on, by default all of it. */
export const catalogue: readonly Work[] = [
  tutorial,
  {
    name: 'public-log',
    title: 'VAE of the public training logs, 784-400-20, batch 128',
    model: denseVae([400], 20),
    batch: 128,
  },
  {
    name: 'importance-weighted',
    title: 'Importance-weighted DLGM of two layers, 784-(200-200)-100-(100-100)-50, 50 samples, batch 20',
    model: {
      model: 'importance-weighted',
      observed: 784,
      layers: [
        { hidden: [200, 200], latent: 100 },
        { hidden: [100, 100], latent: 50 },
      ],
      samples: 50,
    },
    batch: 20,
  },
  {
    name: 'convolutional',
    title: 'Convolutional VAE, 32 by 32, filters 16-32-64, 32 latents, batch 250',
    model: { model: 'convolutional-vae', side: 32, filters: [16, 32, 64], hidden: 128, latent: 32 },
    batch: 250,
  },
  {
    name: 'wide',
    title: 'Wide dense VAE, 784-2048-2048-64, batch 512',
    model: denseVae([2048, 2048], 64),
    batch: 512,
  },
];

/** The work whose time is compared with that of the plain matrix product. */
export const peakWork = 'wide';

/** What is taken for the machine's peak: a matrix product without anything around it. */
export const matrixProduct: Work<MatrixProduct> = {
  name: 'peak',
  title: 'Product of two matrices of 2048 by 2048',
  model: { model: 'matrix-product', side: 2048 },
  batch: 1,
};

/** Work that differs in one size alone, to see how the time of a step grows with it. */
export interface Sweep {
  readonly name: string;
  /** What varies, as an axis' label. */
  readonly label: string;
  readonly points: readonly { readonly size: number; readonly work: Work }[];
}

export const sweeps: readonly Sweep[] = [
  sweep('batch', 'examples in a batch', [25, 50, 100, 200, 400, 800, 1600], (batch) => ({ batch })),
  sweep('width', 'units of the hidden layer', [64, 128, 256, 512, 1024, 2048], (width) => ({
    model: denseVae([width], 2),
  })),
  sweep('depth', 'hidden layers of 256 units in each network', [1, 2, 3, 4, 6, 8], (depth) => ({
    model: denseVae(
      Array.from({ length: depth }, () => 256),
      2,
    ),
  })),
];

function sweep(
  name: string,
  label: string,
  sizes: readonly number[],
  change: (size: number) => Partial<Work>,
): Sweep {
  const points = sizes.map((size) => ({
    size,
    work: { ...tutorial, name: `${name}-${size}`, title: `Tutorial VAE, ${label}: ${size}`, ...change(size) },
  }));
  return { name, label, points };
}
