const millimetre = 96 / 25.4;

/** Blank space at each side of a page, in pixels. */
const margin = 20 * millimetre;

/** Width and height of the pages of papers and posters, upright, in pixels. */
export const pages = {
  a5: millimetres(148, 210),
  a4: millimetres(210, 297),
  a3: millimetres(297, 420),
  letter: { width: 8.5 * 96, height: 11 * 96 },
} as const;

export type PageName = keyof typeof pages;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Returns the room within the margins of a page, upright or on its side: whichever leaves a figure
 * larger.
 */
export function roomOn(page: PageName, figure: Size): Size {
  const { width, height } = pages[page];
  const upright = { width: width - 2 * margin, height: height - 2 * margin };
  const onItsSide = { width: upright.height, height: upright.width };
  return fitting(figure, onItsSide) > fitting(figure, upright) ? onItsSide : upright;
}

/** Returns the page for a figure that fits it: upright, if the figure fits it so. */
export function sheetOf(page: PageName, figure: Size): Size {
  const { width, height } = pages[page];
  return fitting(figure, { width, height }) >= 1 ? { width, height } : { width: height, height: width };
}

/** Returns the factor that makes a figure as large as its room allows. */
export function fitting(figure: Size, room: Partial<Size>): number {
  return Math.min((room.width ?? Infinity) / figure.width, (room.height ?? Infinity) / figure.height);
}

function millimetres(width: number, height: number): Size {
  return { width: width * millimetre, height: height * millimetre };
}
