import type { DiagramRole } from '../diagram/diagram.js';

export interface RoleStyle {
  /** Random variables and noise have round ends, layers have corners: colour alone says nothing. */
  readonly round: boolean;
  /** Name in a legend. */
  readonly name: string;
}

/** How the roles look in every theme. */
export const roleStyles: Readonly<Record<DiagramRole, RoleStyle>> = {
  observed: { name: 'observed', round: true },
  noise: { name: 'noise', round: true },
  kl: { name: 'KL divergence', round: false },
  reparameterization: { name: 'reparameterization', round: false },
  latent: { name: 'latent', round: true },
  likelihood: { name: 'likelihood', round: false },
  parameter: { name: 'parameter', round: false },
  deterministic: { name: 'layer', round: false },
  objective: { name: 'objective', round: false },
  added: { name: '+ added', round: false },
  removed: { name: '− removed', round: false },
  changed: { name: '~ changed', round: false },
  same: { name: 'the same', round: false },
};
