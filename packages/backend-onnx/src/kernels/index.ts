import type { Kernel } from '../backend/kernel.js';
import { activationKernels } from './activation.js';
import { arrayKernels } from './array.js';
import { binaryKernels } from './binary.js';
import { convolutionKernels } from './convolution/kernels.js';
import { blockKernels } from './blocks.js';
import { creationKernels } from './creation.js';
import { cumulativeKernels } from './cumulative.js';
import { divisionKernels } from './division.js';
import { gatherKernels } from './gather.js';
import { joiningKernels } from './joining.js';
import { matrixKernels } from './matrix.js';
import { reductionKernels } from './reduction.js';
import { scatterKernels } from './scatter.js';
import { sortingKernels } from './sorting.js';
import { unaryKernels } from './unary.js';

/** The kernels that run natively. */
export const kernels: readonly Kernel[] = [
  ...unaryKernels,
  ...activationKernels,
  ...binaryKernels,
  ...divisionKernels,
  ...matrixKernels,
  ...reductionKernels,
  ...cumulativeKernels,
  ...arrayKernels,
  ...convolutionKernels,
  ...joiningKernels,
  ...creationKernels,
  ...blockKernels,
  ...gatherKernels,
  ...scatterKernels,
  ...sortingKernels,
];
