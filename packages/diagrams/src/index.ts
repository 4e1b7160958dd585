export type { Direction } from './diagram/diagram.js';
export { draw, type DrawFormat, drawFormats, type DrawOptions, toDot, toPng, toSvg } from './draw.js';
export type { LayerDiagramOptions } from './options.js';
export { summarize } from './summary/summary.js';
export type { View } from './views/view.js';
export { type ViewName, views } from './views/views.js';
export { rasterize } from './png/png.js';
