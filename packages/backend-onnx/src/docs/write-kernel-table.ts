// Writes docs/reference/backend-onnx-kernels.md: node
// packages/backend-onnx/dist/docs/write-kernel-table.js
import { writeFileSync } from 'node:fs';

import { kernelTable } from './kernel-table.js';

writeFileSync(new URL('../../../../docs/reference/backend-onnx-kernels.md', import.meta.url), kernelTable());
