import type { Theme } from './theme.js';

const stroke = '#000000';

/**
 * Black, white and two greys, for a paper that is printed or copied: every role has lines of its
 * own.
 */
export const print: Theme = {
  name: 'print',
  paper: '#ffffff',
  tones: { strong: '#000000', muted: '#3a3a3a' },
  nodes: {
    observed: { fill: '#d9d9d9', stroke, width: 1.2 },
    noise: { fill: '#ffffff', stroke, width: 1.2, dash: '5 3' },
    kl: { fill: '#ffffff', stroke, width: 1.4, dash: '8 3 1.5 3' },
    reparameterization: { fill: '#ffffff', stroke, width: 1.2, dash: '1.5 2.5' },
    latent: { fill: '#ffffff', stroke, width: 2.2 },
    likelihood: { fill: '#ececec', stroke, width: 2.2 },
    parameter: { fill: '#f4f4f4', stroke: '#5c5c5c', width: 1 },
    deterministic: { fill: '#ffffff', stroke: '#5c5c5c', width: 1 },
    objective: { fill: '#ffffff', stroke, width: 3 },
    added: { fill: '#ffffff', stroke, width: 2.6 },
    removed: { fill: '#ffffff', stroke, width: 1.4, dash: '5 3' },
    changed: { fill: '#dedede', stroke, width: 1.4 },
    same: { fill: '#ffffff', stroke: '#8a8a8a', width: 0.8 },
  },
  shaded: '#d0d0d0',
  edges: {
    data: { stroke: '#222222', width: 1.1 },
    noise: { stroke: '#222222', width: 1.1, dash: '5 3' },
    generative: { stroke: '#000000', width: 1.3 },
    recognition: { stroke: '#000000', width: 1.3, dash: '5 3' },
    added: { stroke: '#000000', width: 2 },
    removed: { stroke: '#000000', width: 1.2, dash: '5 3' },
  },
  clusters: {
    objective: { fill: '#ffffff', stroke: '#000000', width: 0.8 },
    network: { fill: '#ffffff', stroke: '#9a9a9a', width: 0.8 },
    nested: { fill: '#ffffff', stroke: '#7a7a7a', width: 0.8, dash: '5 3' },
    plate: { fill: '#ffffff', stroke: '#000000', width: 1.1 },
    samples: { fill: '#ffffff', stroke: '#000000', width: 1.1, dash: '5 3' },
  },
  highlight: { stroke: '#000000', width: 3.4 },
};
