import type { FigureName, ReportContent } from '../content.js';
import { columnsFigure } from './columns.js';
import type { Figure } from './figure.js';
import { interpolationFigure } from './interpolation.js';
import { latentFigure } from './latent.js';
import { manifoldFigure } from './manifold.js';
import { nelboFigure } from './nelbo.js';
import { reconstructionsFigure } from './reconstructions.js';
import { samplesFigure } from './samples.js';

/** Figures of a report by name. */
export type Figures = Readonly<Partial<Record<FigureName, Figure>>>;

/**
 * Draws each figure for which the report has content.
 *
 * @example
 * ```ts
 * import { type ReportContent, drawFigures } from '@helmholtz/report';
 *
 * const train = { nelbo: 120, expectedLogLikelihood: -100, kl: 20 };
 * const content: ReportContent = {
 *   title: 'A run',
 *   summary: { recipe: 'vae', dataset: 'digits', backend: 'cpu', epochs: 1, seconds: 2, train },
 *   history: [{ epoch: 1, step: 10, seconds: 2, learningRate: 0.01, train }],
 *   ...{ diagrams: [], spec: '', command: '', environment: {} },
 * };
 * console.log(Object.keys(drawFigures(content))); // [ 'nelbo' ]
 * ```
 */
export function drawFigures(content: ReportContent): Figures {
  const { history, latent, manifold, reconstructions, samples, interpolation, columns } = content;
  return {
    ...(history.length > 0 && { nelbo: nelboFigure(history) }),
    ...(latent && { latent: latentFigure(latent) }),
    ...(manifold && { manifold: manifoldFigure(manifold) }),
    ...(reconstructions && { reconstructions: reconstructionsFigure(reconstructions) }),
    ...(samples && { samples: samplesFigure(samples) }),
    ...(columns && { columns: columnsFigure(columns) }),
    ...(interpolation && interpolation.length > 0 && { interpolation: interpolationFigure(interpolation) }),
  };
}
