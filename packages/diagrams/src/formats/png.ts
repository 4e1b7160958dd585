import { rasterize } from '../png/png.js';
import { svg } from './svg.js';
import type { Format } from './format.js';

export const png = {
  name: 'png',
  summary: 'a picture in pixels, with its fonts: the same on every machine',
  isSource: false,
  write: async (drawing) =>
    rasterize(await svg.write(drawing), drawing.dpi, drawing.theme.paper, drawing.notice),
} as const satisfies Format;
