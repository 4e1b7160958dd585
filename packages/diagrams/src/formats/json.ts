import type { Format } from './format.js';

export const json = {
  name: 'json',
  summary: 'the description of the model that every drawing is made from, as plain data',
  isSource: true,
  write: async ({ source }) => `${JSON.stringify(source, null, 2)}\n`,
} as const satisfies Format;
