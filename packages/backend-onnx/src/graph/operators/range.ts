import type { Value } from '../value.js';
import { operation, scalarConstant } from './operation.js';

/** 0, 1, ... up to a length, as int32. */
export function range(length: number): Value {
  const [start, end, step] = [0, length, 1].map((value) => scalarConstant(value, 'int32'));
  return operation('Range', [start, end, step], { shape: [length], type: 'int32' });
}
