import { adversarialAutoencoderPart } from './objectives/adversarial-autoencoder.js';
import { adversarialVariationalBayesPart } from './objectives/adversarial-variational-bayes.js';
import { betaTcVaePart } from './objectives/beta-tc-vae.js';
import { combinedImportanceWeightedPart } from './objectives/combined-importance-weighted.js';
import { dipVaePart } from './objectives/dip-vae.js';
import { elboPart } from './objectives/elbo.js';
import { enumeratedElboPart } from './objectives/enumerated-elbo.js';
import { importanceWeightedBoundPart } from './objectives/importance-weighted-bound.js';
import { factorVaePart } from './objectives/factor-vae.js';
import { infoVaePart } from './objectives/info-vae.js';
import { likelihoodFreePart } from './objectives/likelihood-free.js';
import { multiplyImportanceWeightedPart } from './objectives/multiply-importance-weighted.js';
import { nvilPart } from './objectives/nvil.js';
import { partiallyImportanceWeightedPart } from './objectives/partially-importance-weighted.js';
import { raePart } from './objectives/rae.js';
import { semiSupervisedVaePart } from './objectives/semi-supervised-vae.js';
import { stratifiedElboPart } from './objectives/stratified-elbo.js';
import { subsampledElboPart } from './objectives/subsampled-elbo.js';
import { vimcoPart } from './objectives/vimco.js';
import { vectorQuantizationPart } from './objectives/vector-quantization.js';
import { waePart } from './objectives/wae.js';

/** The objectives that a spec chooses by name. */
export const objectives = [
  elboPart,
  importanceWeightedBoundPart,
  multiplyImportanceWeightedPart,
  combinedImportanceWeightedPart,
  partiallyImportanceWeightedPart,
  vimcoPart,
  nvilPart,
  enumeratedElboPart,
  betaTcVaePart,
  dipVaePart,
  infoVaePart,
  waePart,
  vectorQuantizationPart,
  raePart,
  semiSupervisedVaePart,
  subsampledElboPart,
  stratifiedElboPart,
  adversarialVariationalBayesPart,
  adversarialAutoencoderPart,
  factorVaePart,
  likelihoodFreePart,
] as const;
