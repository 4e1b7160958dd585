import { itemAt } from '@helmholtz/base';
import type { EpochRow, LatentPoints, ReportContent } from '../content.js';
import { markedImages } from './images.js';

/** A history in which the NELBO falls and the KL rises, both smoothly. */
export function falling(epochs: number): EpochRow[] {
  return Array.from({ length: epochs }, (_, index) => {
    const kl = 25 - 10 / (index + 1);
    const metrics = (nelbo: number) => ({ nelbo, kl, expectedLogLikelihood: kl - nelbo });
    return {
      epoch: index + 1,
      step: 80 * (index + 1),
      seconds: 1.5 * (index + 1),
      learningRate: 1e-3,
      train: metrics(100 + 60 / (index + 1)),
      validation: metrics(102 + 50 / (index + 1)),
    };
  });
}

/** A spiral of points in ten classes. */
export function spiral(count: number): LatentPoints {
  const along = Float32Array.from({ length: count }, (_, index) => index / count);
  return {
    x: along.map((t) => 2.5 * t * Math.cos(20 * t)),
    y: along.map((t) => 2.5 * t * Math.sin(20 * t)),
    labels: Uint8Array.from(along, (_, index) => index % 10),
    xName: 'z[0]',
    yName: 'z[1]',
    standardNormalPrior: true,
  };
}

/** A report with everything in it. */
export function fullContent(): ReportContent {
  const history = falling(10);
  const last = itemAt(history, 9);
  return {
    title: 'vae on digits',
    summary: {
      recipe: 'vae',
      dataset: 'digits',
      backend: 'wasm',
      epochs: 10,
      seconds: 74.6,
      train: { ...last.train, 'kl/z': 24 },
      test: { ...last.validation, 'kl/z': 24 },
      facts: { Likelihood: 'bernoulli' },
    },
    history,
    latent: spiral(1000),
    manifold: {
      grid: markedImages(225),
      xValues: lattice(15),
      yValues: lattice(15),
      xName: 'z[0]',
      yName: 'z[1]',
    },
    reconstructions: {
      original: markedImages(8),
      mean: markedImages(8, { first: 8 }),
      draws: [markedImages(8, { first: 16 }), markedImages(8, { first: 24 })],
    },
    samples: markedImages(100),
    interpolation: [markedImages(9), markedImages(9, { first: 9 })],
    diagrams: [
      {
        name: 'architecture',
        title: 'Architecture',
        caption: 'All layers.',
        svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60"><rect width="9" height="9"/></svg>',
      },
    ],
    spec: 'recipe: vae\nlatent:\n  dimensions: 2\n',
    command: 'helmholtz train vae --seed 1',
    environment: { Node: '20.9.0' },
  };
}

export function lattice(side: number): number[] {
  return Array.from({ length: side }, (_, index) => -1.5 + (3 * index) / (side - 1));
}
