import type { FigureName, ReportContent } from '../content.js';
import type { Figure } from './figure.js';
import { interpolationFigure } from './interpolation.js';
import { latentFigure } from './latent.js';
import { manifoldFigure } from './manifold.js';
import { nelboFigure } from './nelbo.js';
import { reconstructionsFigure } from './reconstructions.js';
import { samplesFigure } from './samples.js';

export type Figures = Readonly<Partial<Record<FigureName, Figure>>>;

/** Draws every figure that there is something to draw for. */
export function drawFigures(content: ReportContent): Figures {
  const { history, latent, manifold, reconstructions, samples, interpolation } = content;
  return {
    ...(history.length > 0 && { nelbo: nelboFigure(history) }),
    ...(latent && { latent: latentFigure(latent) }),
    ...(manifold && { manifold: manifoldFigure(manifold) }),
    ...(reconstructions && { reconstructions: reconstructionsFigure(reconstructions) }),
    ...(samples && { samples: samplesFigure(samples) }),
    ...(interpolation && interpolation.length > 0 && { interpolation: interpolationFigure(interpolation) }),
  };
}
