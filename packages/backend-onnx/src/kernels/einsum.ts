import { entryOf, itemAt } from '../graph/item-at.js';
import { type EinsumAttrs, type Tensor, backend_util } from '@tensorflow/tfjs-core';

import { type Kernel, variadicKernel } from './kernel.js';
import { operation } from '../graph/operators/operation.js';
import { sizeOf } from '../graph/value.js';

export const einsumKernels: readonly Kernel[] = [
  variadicKernel<EinsumAttrs>(
    { name: 'Einsum', cases: 'float32, int32; no ellipsis' },
    (values, { equation }) => {
      const { allDims, idDims } = backend_util.decodeEinsumEquation(equation, values.length);
      backend_util.checkEinsumDimSizes(
        allDims.length,
        idDims,
        values.map(({ shape }) => ({ shape: [...shape] }) as Tensor),
      );
      const type = itemAt(values, 0).type;
      if (type === 'bool' || values.some((value) => value.type !== type)) return undefined;
      // ONNX supports letters only.
      const compact = equation.replace(/\s/g, '');
      if (!/^[a-zA-Z,]*->[a-zA-Z]*$/.test(compact)) return undefined;
      const lengths = new Map<string, number>();
      values.forEach(({ shape }, term) => {
        itemAt(idDims, term).forEach((dimension, axis) =>
          lengths.set(itemAt(allDims, dimension), itemAt(shape, axis)),
        );
      });
      const shape = [...compact.slice(compact.indexOf('->') + 2)].map((letter) => entryOf(lengths, letter));
      return operation(
        'Einsum',
        values,
        { shape, type },
        { equation: compact },
        sizeOf([...lengths.values()]),
      );
    },
  ),
];
