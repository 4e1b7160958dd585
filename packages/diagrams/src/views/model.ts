import type { View } from './view.js';

export const model = {
  name: 'model',
  title: 'Model',
  summary: 'any model, as it is built',
  select: (graph) => graph,
  defaults: {},
} as const satisfies View;
