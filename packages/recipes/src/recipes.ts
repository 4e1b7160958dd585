/** The recipes on offer: one line each. */
export { autoencoder } from './autoencoder.js';
export { bayesianLogisticRegression } from './bayesian-logistic-regression.js';
export { bayesianSoftmaxRegression } from './bayesian-softmax-regression.js';
export { composed } from './composed.js';
export { convVae } from './conv-vae.js';
export { cvae } from './cvae.js';
export { dlgm } from './dlgm.js';
export { factorAnalysis } from './factor-analysis.js';
export { gaussianBeliefNetwork } from './gaussian-belief-network.js';
export { gaussianVae } from './gaussian-vae.js';
export { ladderVae } from './ladder-vae.js';
export { logisticFactorAnalysis } from './logistic-factor-analysis.js';
export { nonlinearFactorAnalysis } from './nonlinear-factor-analysis.js';
export { sigmoidBeliefNetwork } from './sigmoid-belief-network.js';
export { vae } from './vae.js';
