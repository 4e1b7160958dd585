import type { Role } from '@helmholtz/core/description';

export interface NodeStyle {
  readonly fill: string;
  readonly stroke: string;
  readonly dashed: boolean;
  /** Random variables and noise have round ends, layers have corners: colour alone says nothing. */
  readonly round: boolean;
  /** What a legend calls it. */
  readonly name: string;
}

/**
 * Strokes are the Okabe-Ito colours, which stay apart for colour-blind readers (the orange darkened until it shows on
 * white); fills are tints of them, light enough for dark text.
 */
export const nodeStyles: Readonly<Record<Role, NodeStyle>> = {
  observed: { name: 'observed', fill: '#e4e6e9', stroke: '#4a4f57', dashed: false, round: true },
  noise: { name: 'noise', fill: '#fff4da', stroke: '#c08400', dashed: true, round: true },
  kl: { name: 'KL divergence', fill: '#fde7da', stroke: '#d55e00', dashed: false, round: false },
  reparameterization: {
    name: 'reparameterization',
    fill: '#f9e8f1',
    stroke: '#cc79a7',
    dashed: false,
    round: false,
  },
  latent: { name: 'latent', fill: '#dcebf7', stroke: '#0072b2', dashed: false, round: true },
  likelihood: { name: 'likelihood', fill: '#d8f1e8', stroke: '#009e73', dashed: false, round: false },
  deterministic: { name: 'layer', fill: '#ffffff', stroke: '#8b929c', dashed: false, round: false },
};

export const edgeStyles = {
  data: { stroke: '#5a616b', dashed: false },
  noise: { stroke: '#a87400', dashed: true },
} as const;

export const clusterStyles = {
  network: { fill: '#f5f6f8', stroke: '#c9ced6', dashed: false },
  nested: { fill: '#ffffff', stroke: '#9aa2ad', dashed: true },
} as const;

/** The card behind a figure: opaque, so that it reads the same on a light and on a dark page and in print. */
export const paper = '#ffffff';

export const tones = { strong: '#17191d', muted: '#525962' } as const;

export type Tone = keyof typeof tones;
