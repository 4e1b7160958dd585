/** Meaning of a uint8 array: grey levels, which are divided by 255, or numbers without a change. */
export type BytesMeaning = 'grey' | 'numbers';
