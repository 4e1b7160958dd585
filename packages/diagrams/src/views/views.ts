import { partNamed } from '../check-name.js';
import { decoder } from './decoder.js';
import type { View } from './view.js';
import { encoder, encoderWithKl } from './encoder.js';
import { model } from './model.js';
import { reparameterization } from './reparameterization.js';
import { vae } from './vae.js';

const allViews = [model, decoder, reparameterization, encoder, encoderWithKl, vae] as const;

export type ViewName = (typeof allViews)[number]['name'];

/** Named views. All but `model` need a model whose layers declare roles. */
export const views: readonly (View & { readonly name: ViewName })[] = allViews;

export function viewNamed(name: string): View {
  return partNamed('view', name, views);
}
