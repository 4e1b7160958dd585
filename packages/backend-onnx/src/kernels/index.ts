import type { Kernel } from '../backend/kernel.js';
import { arrayKernels } from './array.js';
import { binaryKernels } from './binary.js';
import { convolutionKernels } from './convolution/kernels.js';
import { matrixKernels } from './matrix.js';
import { reductionKernels } from './reduction.js';
import { unaryKernels } from './unary.js';

/** The kernels that run natively. */
export const kernels: readonly Kernel[] = [
  ...unaryKernels,
  ...binaryKernels,
  ...matrixKernels,
  ...reductionKernels,
  ...arrayKernels,
  ...convolutionKernels,
];
