import type { Theme } from './theme.js';

const width = 1.4;

/**
 * The Okabe-Ito colours, lightened until they show on a dark card, with shades of them as fills for
 * light text.
 */
export const dark: Theme = {
  name: 'dark',
  paper: '#16181d',
  tones: { strong: '#f2f4f7', muted: '#b4bcc8' },
  nodes: {
    observed: { fill: '#3a3f48', stroke: '#c3c9d2', width },
    noise: { fill: '#3d3110', stroke: '#e8b023', width, dash: '5 3' },
    kl: { fill: '#452412', stroke: '#f0803c', width },
    reparameterization: { fill: '#41253a', stroke: '#dc93bb', width },
    latent: { fill: '#12344f', stroke: '#56b4e9', width },
    likelihood: { fill: '#0f3a2d', stroke: '#2cc296', width },
    parameter: { fill: '#25223a', stroke: '#a79fe0', width },
    deterministic: { fill: '#1d2026', stroke: '#828b98', width },
    objective: { fill: '#3a3719', stroke: '#f2f4f7', width: 2 },
    added: { fill: '#12344f', stroke: '#56b4e9', width: 2.2 },
    removed: { fill: '#452412', stroke: '#f0803c', width: 2.2, dash: '5 3' },
    changed: { fill: '#3d3710', stroke: '#f0e442', width: 2.2 },
    same: { fill: '#1d2026', stroke: '#6f7987', width: 1 },
  },
  shaded: '#565d69',
  edges: {
    data: { stroke: '#9aa4b2', width: 1.3 },
    noise: { stroke: '#d3a024', width: 1.3, dash: '5 3' },
    generative: { stroke: '#f2f4f7', width: 1.4 },
    recognition: { stroke: '#56b4e9', width: 1.4, dash: '5 3' },
    added: { stroke: '#56b4e9', width: 2 },
    removed: { stroke: '#f0803c', width: 1.6, dash: '5 3' },
  },
  clusters: {
    objective: { fill: '#1b1b17', stroke: '#aab2be', width: 1 },
    network: { fill: '#1d2026', stroke: '#3d444f', width: 1 },
    nested: { fill: '#16181d', stroke: '#6a7380', width: 1, dash: '5 3' },
    plate: { fill: '#16181d', stroke: '#aab2be', width: 1.1 },
    samples: { fill: '#16181d', stroke: '#aab2be', width: 1.1, dash: '5 3' },
  },
  highlight: { stroke: '#ffd866', width: 2.6 },
};
