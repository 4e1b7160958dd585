import { type DataLook, suggestedSize } from '@helmholtz/datasets';

/** Sizes of image files, and what to mend before training. */
export function imageNotes({ examples, images }: DataLook): string[] {
  if (!images) return [];
  const { rows, columns, grey, deep, unreadable, copies } = images;
  const range = ([least, most]: readonly [number, number]): string =>
    least === most ? `${least}` : `${least} to ${most}`;
  const colours =
    grey === examples ? 'all grey' : grey === 0 ? 'all in colour' : `${grey} grey, the others in colour`;
  const some = (names: readonly string[]): string =>
    `${names.slice(0, 3).join(', ')}${names.length > 3 ? `, and ${names.length - 3} more` : ''}`;
  const vary = rows[0] < rows[1] || columns[0] < columns[1];
  return [
    `size    ${range(rows)} rows, ${range(columns)} columns; ${colours}${deep > 0 ? `; ${deep} of 16 bits` : ''}`,
    ...(vary
      ? [
          `The images have different sizes. Declare the size to resize them to: --set data.size=${suggestedSize(rows[0], columns[0])}`,
        ]
      : []),
    ...(unreadable.length > 0
      ? [`Files that can't be read: ${some(unreadable)}. Save them again, or remove them.`]
      : []),
    ...(copies.length > 0
      ? [
          `${copies.length} ${copies.length === 1 ? 'image has copies' : 'images have copies'}: ${some(copies.map((names) => names.join(' = ')))}.`,
        ]
      : []),
  ];
}

/** Lengths and rates of recordings, and what to declare before training. */
export function audioNotes({ recordings }: DataLook): string[] {
  if (!recordings) return [];
  const { seconds, total, sampleRates, channels, unreadable } = recordings;
  const [shortest, longest] = seconds.map(short);
  const some = unreadable.slice(0, 3).join('; ');
  const rate = Math.min(...sampleRates);
  return [
    `length  ${shortest === longest ? `${shortest}` : `${shortest} to ${longest}`} s, ${short(total)} s in all; ` +
      `${sampleRates.join(', ')} Hz; ${channels.join(', ')} ${channels.join() === '1' ? 'channel' : 'channels'}`,
    ...(sampleRates.length > 1
      ? [
          `The recordings have several rates. Declare the rate to resample them to: --set data.sampleRate=${rate}`,
        ]
      : []),
    ...(channels.length > 1
      ? ['The recordings have different channels. Average them: --set data.channels=1']
      : []),
    ...(unreadable.length > 0 ? [`${unreadable.length} of the files can't be read: ${some}.`] : []),
  ];
}

const short = (value: number): string => `${Number(value.toPrecision(4))}`;
