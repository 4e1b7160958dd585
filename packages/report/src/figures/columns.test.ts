import test from 'ava';

import { columnsFigure } from './columns.js';

const age = { name: 'age', numbers: { real: [20, 20, 30, NaN], generated: [20, 30, 30, 40] } };
const dose = { name: 'dose', numbers: { real: [0.5, 1, 2, 3], generated: [1, 2, 3, 4] } };
const ward = { name: 'ward', categories: [{ name: 'a', real: 0.25, generated: 0.75 }] };

/** Heights of the bars of a drawing, the tallest as 1. */
function heights(svg: string): number[] {
  const bars = [...svg.matchAll(/<rect[^>]*? height="([\d.]+)"/g)].map(([, height]) => Number(height));
  const tallest = Math.max(...bars);
  return bars.filter((height) => height > 0).map((height) => height / tallest);
}

test('shares of numbers are those of the values that are there', (t) => {
  const found = heights(columnsFigure({ columns: [age] }).svg).map((share) => share.toFixed(2));
  // 2/3 and 1/3 of the data; 1/4, 1/2 and 1/4 of the samples.
  t.deepEqual(found.sort(), ['0.38', '0.38', '0.50', '0.75', '1.00']);
});

test('shares of categories stand beside each other, and numbers are compared in pairs', (t) => {
  const { svg, caption } = columnsFigure({ columns: [age, dose, ward] });
  t.true(svg.includes('age and dose') && !svg.includes('dose and ward'));
  t.regex(caption, /Below, pairs of columns/);
  t.false(svg.includes('NaN'));
  t.deepEqual(
    heights(columnsFigure({ columns: [ward] }).svg).map((share) => share.toFixed(1)),
    ['0.3', '1.0'],
  );
});

test('draws columns without any number, and the caption counts the columns that are not drawn', (t) => {
  const empty = { name: 'empty', numbers: { real: [NaN], generated: [NaN] } };
  t.notThrows(() => columnsFigure({ columns: [empty] }));
  const many = Array.from({ length: 22 }, (_, index) => ({ ...ward, name: `ward ${index}` }));
  t.regex(columnsFigure({ columns: many }).caption, /2 more columns are not drawn\.$/);
});

test('draws times on an axis of dates, and no pairs of them', (t) => {
  const day = 24 * 60 * 60 * 1000;
  const real = [0, 100, 200, 300].map((days) => Date.UTC(2024, 0, 1) + days * day);
  const admitted = { name: 'admitted', isTime: true, numbers: { real, generated: real } };
  const { svg } = columnsFigure({ columns: [admitted, age] });
  t.regex(svg, />Jan|>2024/);
  t.false(svg.includes('admitted and age'));
});

test('draws the most correlated pairs first', (t) => {
  const twice = { name: 'twice', numbers: { real: [40, 41, 60, 9], generated: [40, 60, 60, 80] } };
  const { svg } = columnsFigure({ columns: [dose, age, twice] });
  t.true(svg.indexOf('age and twice') < svg.indexOf('dose and age'));
});
