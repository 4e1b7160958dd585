import { checkName } from '../check-name.js';
import { joint } from './joint.js';
import { layers } from './layers.js';
import type { Level } from './level.js';
import { plates } from './plates.js';

export type LevelName = 'layers' | 'plates' | 'joint';

/** Levels by which a model can be drawn. */
export const levels: readonly (Level & { readonly name: LevelName })[] = [layers, plates, joint];

export function levelNamed(name: string): Level {
  const known = checkName(
    'level',
    name,
    levels.map((level) => level.name),
  );
  return levels.find((level) => level.name === known)!;
}
