import { roles } from '@helmholtz/core/description';
import test from 'ava';

import { clusterStyles, edgeStyles, nodeStyles, paper, tones } from './theme.js';

/** Relative luminance as WCAG 2.1 defines it, of a colour such as `#0072b2`. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const value = parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

const grounds = [paper, ...Object.values(clusterStyles).map(({ fill }) => fill)];

test('the contrast of black on white is 21', (t) => t.is(contrast('#000000', '#ffffff'), 21));

test('text is readable on every ground (WCAG AA: 4.5)', (t) => {
  for (const ground of [...grounds, ...Object.values(nodeStyles).map(({ fill }) => fill)]) {
    for (const tone of Object.values(tones)) t.true(contrast(tone, ground) >= 4.5, `${tone} on ${ground}`);
  }
});

test('outlines and edges are visible on paper (WCAG AA: 3)', (t) => {
  for (const { stroke } of [...Object.values(nodeStyles), ...Object.values(edgeStyles)]) {
    t.true(contrast(stroke, paper) >= 3, `${stroke} on ${paper}: ${contrast(stroke, paper)}`);
  }
});

test('every role looks different, with names of its own for the legend', (t) => {
  for (const property of ['stroke', 'fill', 'name'] as const) {
    t.is(new Set(roles.map((role) => nodeStyles[role][property])).size, roles.length, property);
  }
});
