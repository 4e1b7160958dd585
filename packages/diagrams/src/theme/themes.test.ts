import { roles } from '@helmholtz/core/description';
import test from 'ava';

import { roleStyles } from './roles.js';
import { themes } from './themes.js';

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

test('the contrast of black on white is 21', (t) => t.is(contrast('#000000', '#ffffff'), 21));

for (const { name, paper, tones, nodes, edges, clusters, highlight } of Object.values(themes)) {
  const surfaces = [...Object.values(clusters), ...Object.values(nodes)];

  test(`${name}: text is readable on every ground (WCAG AA: 4.5)`, (t) => {
    for (const ground of [paper, ...surfaces.map(({ fill }) => fill)]) {
      for (const tone of Object.values(tones)) t.true(contrast(tone, ground) >= 4.5, `${tone} on ${ground}`);
    }
  });

  test(`${name}: outlines and edges are visible on paper (WCAG AA: 3)`, (t) => {
    for (const { stroke } of [...Object.values(nodes), ...Object.values(edges), highlight]) {
      t.true(contrast(stroke, paper) >= 3, `${stroke} on ${paper}: ${contrast(stroke, paper)}`);
    }
  });

  test(`${name}: every role looks different`, (t) => {
    const looks = roles.map((role) => JSON.stringify([nodes[role], roleStyles[role].round]));
    t.is(new Set(looks).size, roles.length);
  });
}

test('on a screen every role has colours of its own, and in print none has any', (t) => {
  for (const { nodes } of [themes.light, themes.dark]) {
    for (const property of ['stroke', 'fill'] as const) {
      t.is(new Set(roles.map((role) => nodes[role][property])).size, roles.length, property);
    }
  }
  t.notRegex(JSON.stringify(themes.print), /#(?!(..)\1\1)/);
});

test('every role has a name of its own for the legend', (t) => {
  t.is(new Set(roles.map((role) => roleStyles[role].name)).size, roles.length);
});
