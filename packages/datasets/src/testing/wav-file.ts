export interface WavOptions {
  readonly sampleRate?: number;
  readonly channels?: number;
  /** 8, 16, 24 or 32 bits of whole numbers; 32 or 64 of floats. */
  readonly bits?: number;
  readonly coding?: 'integer' | 'float';
  /** Whether the format is written as WAVE_FORMAT_EXTENSIBLE. */
  readonly extensible?: boolean;
  /** Bytes of a chunk before the samples. */
  readonly before?: number;
}

/** Returns a WAV file of interleaved samples: floats, or whole numbers as they are stored. */
export function wavFile(
  samples: readonly number[],
  {
    sampleRate = 8000,
    channels = 1,
    bits = 16,
    coding = 'integer',
    extensible = false,
    before = 0,
  }: WavOptions = {},
): Buffer {
  const width = bits / 8;
  const tag = coding === 'integer' ? 1 : 3;
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE(sampleRate * channels * width, 8);
  format.writeUInt16LE(channels * width, 12);
  format.writeUInt16LE(bits, 14);
  if (extensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(bits, 18);
    format.writeUInt16LE(tag, 24);
  }
  const data = Buffer.alloc(samples.length * width);
  samples.forEach((value, index) => {
    if (coding === 'float' && bits === 32) data.writeFloatLE(value, index * width);
    else if (coding === 'float') data.writeDoubleLE(value, index * width);
    else if (bits === 8) data.writeUInt8(value, index);
    else data.writeIntLE(value, index * width, width);
  });
  const chunk = (type: string, bytes: Buffer): Buffer => {
    const head = Buffer.from(`${type}\0\0\0\0`);
    head.writeUInt32LE(bytes.length, 4);
    return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)]);
  };
  const parts = [
    chunk('fmt ', format),
    ...(before ? [chunk('LIST', Buffer.alloc(before))] : []),
    chunk('data', data),
  ];
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...parts]));
}
