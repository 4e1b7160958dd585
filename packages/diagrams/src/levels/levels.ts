import { partNamed } from '../check-name.js';
import { joint } from './joint.js';
import { layers } from './layers.js';
import type { Level } from './level.js';
import { plates } from './plates.js';

export type LevelName = 'layers' | 'plates' | 'joint';

/** Levels by which a model can be drawn. */
export const levels: readonly (Level & { readonly name: LevelName })[] = [layers, plates, joint];

export function levelNamed(name: string): Level {
  return partNamed('level', name, levels);
}
