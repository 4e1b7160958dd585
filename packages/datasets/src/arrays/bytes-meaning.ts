/** What a uint8 array means: grey levels, which are divided by 255, or numbers as they are. */
export type BytesMeaning = 'grey' | 'numbers';
