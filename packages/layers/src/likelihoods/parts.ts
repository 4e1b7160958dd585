import './heads.js';

/** The likelihoods that a spec may choose by name: those whose heads are on offer. */
export { registeredParts as likelihoodParts } from './registered.js';
