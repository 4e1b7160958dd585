import { platform } from '#platform';

import { sheetOf } from '../size/pages.js';
import { sizeOf } from '../size/sized.js';
import type { Format } from './format.js';

export const pdf = {
  name: 'pdf',
  summary: 'a page for print and for papers, with its fonts embedded',
  isSource: false,
  write: async ({ picture, theme, size: { page } }) => {
    const figure = await picture();
    return platform.writePdf(figure, theme.paper, page && sheetOf(page, sizeOf(figure)));
  },
} as const satisfies Format;
