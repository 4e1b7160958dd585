import type { PartLists } from '@helmholtz/core';

import * as container from '../container.js';

// For specs that are changed and widened on the way, or wrong on purpose: any names and options
// compile.
export const assemble = container.assemble<PartLists>;
export const buildModel = container.buildModel<PartLists>;
export const createContainer = container.createContainer<PartLists>;
