import { itemAt } from '../graph/item-at.js';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

import { kernelsByName } from '../kernels/index.js';
import { sharingKernels } from '../backend/sharing.js';

interface Row {
  readonly kernel: string;
  readonly runs: 'native' | 'cpu' | 'missing';
  readonly cases: string;
}

/** Names of the kernels of TensorFlow.js, which exports each name under that name. */
function kernelNames(): string[] {
  const names = Object.entries(tf).flatMap(([name, value]) => (name === value ? [name] : []));
  return names.sort((a, b) => a.replace('_', '').localeCompare(b.replace('_', '')));
}

function rows(): Row[] {
  const onCpu = new Set(tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName));
  return kernelNames().map((kernel) => {
    if (kernel in sharingKernels) return { kernel, runs: 'native', cases: 'shares the data of its input' };
    const native = kernelsByName.get(kernel);
    if (native) return { kernel, runs: 'native', cases: native.cases ?? '' };
    return { kernel, runs: onCpu.has(kernel) ? 'cpu' : 'missing', cases: '' };
  });
}

function table(lines: readonly (readonly string[])[]): string {
  const widths = itemAt(lines, 0).map((_, column) =>
    Math.max(...lines.map((line) => itemAt(line, column).length)),
  );
  const [head, ...body] = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(itemAt(widths, column))).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [head, rule, ...body].join('\n');
}

/** Page of the documentation that shows where each kernel runs. */
export function kernelTable(): string {
  const kernelRows = rows();
  const count = (runs: Row['runs']): number => kernelRows.filter((row) => row.runs === runs).length;
  return `# The kernels of the onnx backend

TensorFlow.js has ${kernelRows.length} kernels. ${count('native')} have a native form; ${count('cpu')} run on the cpu kernels of TensorFlow.js; ${count('missing')} are missing, as
on the cpu backend. No operation uses these in Node.

The last column lists the native cases of a kernel that does not cover all cases. Other cases run on the cpu kernels. So do
complex numbers, strings and tensors without elements.

\`node packages/backend-onnx/dist/docs/write-kernel-table.js\` writes this page.

${table([['kernel', 'runs', 'native cases'], ...kernelRows.map(({ kernel, runs, cases }) => [`\`${kernel}\``, runs, cases])])}
`;
}
