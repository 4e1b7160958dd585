import { serialize } from '../svg/element.js';
import type { Format } from './format.js';

export const svg = {
  name: 'svg',
  summary: 'a picture for the web and for any size, with full names on hovering',
  isSource: false,
  write: async ({ picture }) => `${serialize(await picture())}\n`,
} as const satisfies Format;
