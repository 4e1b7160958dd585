export { latentsProblem, omittedOf } from './evaluation/omitted.js';
export { latentsTable, metricsTable, nllTable, predictionsTable } from './evaluation/tables.js';
export { type Embedding, embeddingFiles } from './files/embedding-files.js';
export { examplesNpy, fileName } from './files/examples-npy.js';
export { rowsAsText } from './files/rows-as-text.js';
export { dataVariable, decodedData } from './generating/data-variable.js';
export { classVariables } from './generating/generated-classes.js';
export { type SamplesOptions, decodedSamples, samplesOf, samplesProblem } from './generating/samples.js';
export { firstOfEachClass, isImages } from './images/to-images.js';
export { codesProblem } from './latent-space/codes.js';
export type { DimensionOrder } from './latent-space/dimensions.js';
export { latentPlane } from './latent-space/latent-plane.js';
export { type TraversalOptions, traversal } from './latent-space/traversals.js';
export { diagramsOfModel } from './report/diagrams-of-model.js';
export {
  INTERPOLATION_STEPS,
  MANIFOLD_SIDE,
  figuresOfRun,
  interpolation,
  latentPoints,
  manifold,
  pairsOf,
  pairsOfClasses,
  reconstructions,
} from './report/figures-of-run.js';
