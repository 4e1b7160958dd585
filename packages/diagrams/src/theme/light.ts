import type { Theme } from './theme.js';

const width = 1.4;

/**
 * Strokes are the Okabe-Ito colours, which stay apart for colour-blind readers (the orange darkened
 * until it shows on white); fills are tints of them, light enough for dark text.
 */
export const light: Theme = {
  name: 'light',
  paper: '#ffffff',
  tones: { strong: '#17191d', muted: '#525962' },
  nodes: {
    observed: { fill: '#e4e6e9', stroke: '#4a4f57', width },
    noise: { fill: '#fff4da', stroke: '#c08400', width, dash: '5 3' },
    kl: { fill: '#fde7da', stroke: '#d55e00', width },
    reparameterization: { fill: '#f9e8f1', stroke: '#cc79a7', width },
    latent: { fill: '#dcebf7', stroke: '#0072b2', width },
    likelihood: { fill: '#d8f1e8', stroke: '#009e73', width },
    parameter: { fill: '#eceaf5', stroke: '#5b5490', width },
    deterministic: { fill: '#ffffff', stroke: '#8b929c', width },
    objective: { fill: '#f4efc9', stroke: '#17191d', width: 2 },
    added: { fill: '#d3e8f8', stroke: '#0072b2', width: 2.2 },
    removed: { fill: '#fde3d3', stroke: '#d55e00', width: 2.2, dash: '5 3' },
    changed: { fill: '#fbf3c4', stroke: '#8a6d00', width: 2.2 },
    same: { fill: '#ffffff', stroke: '#8b929c', width: 1 },
  },
  shaded: '#d3d7dd',
  edges: {
    data: { stroke: '#5a616b', width: 1.3 },
    noise: { stroke: '#a87400', width: 1.3, dash: '5 3' },
    generative: { stroke: '#17191d', width: 1.4 },
    recognition: { stroke: '#0072b2', width: 1.4, dash: '5 3' },
    added: { stroke: '#0072b2', width: 2 },
    removed: { stroke: '#d55e00', width: 1.6, dash: '5 3' },
  },
  clusters: {
    objective: { fill: '#fbfaf5', stroke: '#17191d', width: 1 },
    network: { fill: '#f5f6f8', stroke: '#c9ced6', width: 1 },
    nested: { fill: '#ffffff', stroke: '#9aa2ad', width: 1, dash: '5 3' },
    plate: { fill: '#ffffff', stroke: '#4a4f57', width: 1.1 },
    samples: { fill: '#ffffff', stroke: '#4a4f57', width: 1.1, dash: '5 3' },
  },
  highlight: { stroke: '#b3001b', width: 2.6 },
};
