import type { Kernel } from './kernel.js';
import { activationKernels } from './activation.js';
import { arrayKernels } from './array.js';
import { binaryKernels } from './binary.js';
import { blockKernels } from './blocks.js';
import { convolutionKernels } from './convolution/kernels.js';
import { creationKernels } from './creation.js';
import { cumulativeKernels } from './cumulative.js';
import { depthwiseKernels } from './depthwise.js';
import { dilationKernels } from './dilation.js';
import { divisionKernels } from './division.js';
import { einsumKernels } from './einsum.js';
import { fusedKernels } from './fused.js';
import { gatherKernels } from './gather.js';
import { joiningKernels } from './joining.js';
import { matrixKernels } from './matrix.js';
import { normalizationKernels } from './normalization.js';
import { poolingKernels } from './pooling.js';
import { reductionKernels } from './reduction.js';
import { resizeKernels } from './resize.js';
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
  ...depthwiseKernels,
  ...dilationKernels,
  ...einsumKernels,
  ...fusedKernels,
  ...normalizationKernels,
  ...poolingKernels,
  ...resizeKernels,
];

export const kernelsByName: ReadonlyMap<string, Kernel> = new Map(
  kernels.map((kernel) => [kernel.name, kernel]),
);
