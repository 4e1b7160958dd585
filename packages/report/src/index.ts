export { drawPlots } from './charts/draw.js';
export type {
  Diagram,
  EpochRow,
  FigureName,
  FittedSummary,
  ComparedColumn,
  ComparedColumns,
  ImageBatch,
  LatentPoints,
  Manifold,
  Reconstructions,
  ReportContent,
  RunSummary,
  Samples,
  Traversal,
  Metrics,
} from './content.js';
export { figureFiles } from './files.js';
export { drawFigures } from './figures/draw-figures.js';
export type { Figures } from './figures/draw-figures.js';
export type { Figure } from './figures/figure.js';
export { contactSheetFigure } from './figures/contact-sheet.js';
export { columnsFigure } from './figures/columns.js';
export { type ColumnHistogram, histogramsFigure } from './figures/histograms.js';
export { interpolationFigure } from './figures/interpolation.js';
export { latentFigure } from './figures/latent.js';
export { manifoldFigure } from './figures/manifold.js';
export { nelboFigure } from './figures/nelbo.js';
export { reconstructionsFigure } from './figures/reconstructions.js';
export { samplesFigure } from './figures/samples.js';
export { imageGrid } from './images/grid.js';
export type { GridOptions, Raster } from './images/grid.js';
export { traversalFigure } from './figures/traversal.js';
export { encodePng } from './images/png.js';
export { type DataPage, dataHtml } from './page/data-page.js';
export { reportHtml } from './page/report.js';
