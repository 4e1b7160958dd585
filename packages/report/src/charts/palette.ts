/**
 * Blue, vermilion and green of Okabe and Ito, distinct for every colour vision on white and on
 * black.
 */
export const trainColor = '#0072b2';
export const validationColor = '#d55e00';
export const testColor = '#009e73';

/**
 * Ten colours for overlapping points, found by a search that considers colour-vision deficiencies
 * (Petroff 2021, "Accessible color sequences for data visualization", arXiv:2107.02270).
 */
const classColors = [
  '#3f90da',
  '#ffa90e',
  '#bd1f01',
  '#94a4a2',
  '#832db6',
  '#a96b59',
  '#e76300',
  '#b9ac70',
  '#717581',
  '#92dadd',
] as const;

const classSymbols = ['circle', 'triangle', 'square', 'diamond', 'star'] as const;

export interface ClassStyle {
  readonly fill: string;
  readonly symbol: (typeof classSymbols)[number];
}

/** Returns the style of a class. From the eleventh class on, colours repeat with another symbol. */
export function classStyle(label: number): ClassStyle {
  const fill = classColors[label % classColors.length] ?? classColors[0];
  const round = Math.floor(label / classColors.length);
  return { fill, symbol: classSymbols[round % classSymbols.length] ?? 'circle' };
}
