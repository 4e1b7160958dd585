import { encodeNpy } from '@helmholtz/datasets';

export const encodedArray = encodeNpy({ shape: [2, 3], data: new Float32Array(6) });
export const bytesThatAreCut = encodedArray.subarray(0, -4);
