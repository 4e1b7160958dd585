import { autoencoder } from './autoencoder.js';
import { bayesianLogisticRegression } from './bayesian-logistic-regression.js';
import { bayesianSoftmaxRegression } from './bayesian-softmax-regression.js';
import { composed } from './composed.js';
import { convVae } from './conv-vae.js';
import { cvae } from './cvae.js';
import { dlgm } from './dlgm.js';
import { factorAnalysis } from './factor-analysis.js';
import { gaussianBeliefNetwork } from './gaussian-belief-network.js';
import { gaussianVae } from './gaussian-vae.js';
import { ladderVae } from './ladder-vae.js';
import { logisticFactorAnalysis } from './logistic-factor-analysis.js';
import { multimodalVae } from './multimodal-vae.js';
import { nonlinearFactorAnalysis } from './nonlinear-factor-analysis.js';
import { semiSupervisedVae } from './semi-supervised-vae.js';
import { sigmoidBeliefNetwork } from './sigmoid-belief-network.js';
import { vae } from './vae.js';
import { vqVae } from './vq-vae.js';

/** Recipes that a spec can name. */
export const recipes = [
  autoencoder,
  bayesianLogisticRegression,
  bayesianSoftmaxRegression,
  composed,
  convVae,
  cvae,
  dlgm,
  factorAnalysis,
  gaussianBeliefNetwork,
  gaussianVae,
  ladderVae,
  logisticFactorAnalysis,
  multimodalVae,
  nonlinearFactorAnalysis,
  semiSupervisedVae,
  sigmoidBeliefNetwork,
  vae,
  vqVae,
] as const;
