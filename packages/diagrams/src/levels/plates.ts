import { flatten } from '../graph/flatten.js';
import { validate } from '../graph/validate.js';
import { plateDiagram } from '../plates/diagram.js';
import { resolvePlateOptions } from '../plates/options.js';
import { drawPlates } from '../plates/picture.js';
import { readPlates } from '../plates/read-plates.js';
import { writePlatesTikz } from '../tikz/plates.js';
import type { ModelDescription } from '@helmholtz/core/description';
import type { Level, LevelOptions } from './level.js';

export const plates = {
  name: 'plates',
  summary: 'random variables in plate notation, in the generative and the recognition direction',
  diagram: (model, options) => plateDiagram(read(model, options), options),
  picture: async (model, options, theme) =>
    drawPlates(read(model, options), resolvePlateOptions(options), theme),
  tikz: (model, options, theme) => writePlatesTikz(read(model, options), resolvePlateOptions(options), theme),
} as const satisfies Level;

function read(model: ModelDescription, options: LevelOptions) {
  validate(model);
  return readPlates(
    flatten(model, ({ inner }) => inner !== undefined),
    resolvePlateOptions(options),
  );
}
