import * as Plot from '@observablehq/plot';
import { drawPlots } from '@helmholtz/report';

import { significant } from './numbers.js';
import type { Results, SweepResult, WorkResult } from './results.js';

const WIDTH = 720;
const ROW = 24;
const MARGIN_LEFT = 232;
const OURS = '#0b62b8';
const OTHERS = '#767676';

/** Milliseconds a step, an engine a row, one panel for each work, and lines for each sweep. */
export function drawChart({ works, sweeps }: Results, ours: string): string {
  const drawn = works.filter(({ engines }) => engines.length > 0);
  const alt = drawn
    .map(({ work, engines }) => {
      const times = engines.map(({ title, stepMs }) => `${title} ${significant(stepMs.median)}`);
      return `${work.title}, milliseconds a step: ${times.join('; ')}.`;
    })
    .join(' ');
  const plots = drawn.map((result) => workPlot(result, ours));
  return drawPlots(alt, [...plots, ...sweeps.map((sweep) => sweepPlot(sweep, ours))]);
}

function workPlot({ work, engines }: WorkResult, ours: string): Plot.PlotOptions {
  const rows = engines.map(({ name, title, stepMs }) => ({
    title,
    color: name === ours ? OURS : OTHERS,
    median: stepMs.median,
    text: significant(stepMs.median),
    lowest: stepMs.lowest,
    highest: stepMs.highest,
  }));
  const lowest = Math.min(...rows.map((row) => row.lowest));
  const highest = Math.max(...rows.map((row) => row.highest));
  return {
    width: WIDTH,
    height: 74 + ROW * rows.length,
    marginTop: 34,
    marginBottom: 40,
    marginLeft: MARGIN_LEFT,
    marginRight: 64,
    // Engines lie orders of magnitude apart.
    x: { type: 'log', domain: [lowest / 1.3, highest * 1.3], label: 'ms a step', labelArrow: 'none' },
    y: { type: 'band', domain: rows.map(({ title }) => title), label: null },
    marks: [
      Plot.gridX({ ticks: 5, strokeOpacity: 0.12 }),
      Plot.axisX({ ticks: 5, tickFormat: String, tickSize: 0, label: 'ms a step', labelArrow: 'none' }),
      Plot.axisY({ tickSize: 0, label: null }),
      Plot.text([work.title], { frameAnchor: 'top-left', dx: 8 - MARGIN_LEFT, dy: -26, fontWeight: 'bold' }),
      Plot.ruleY(rows, { y: 'title', x1: 'lowest', x2: 'highest', stroke: 'color', strokeWidth: 2 }),
      Plot.dot(rows, { y: 'title', x: 'median', fill: 'color', r: 4 }),
      Plot.text(rows, { y: 'title', x: 'highest', text: 'text', dx: 8, textAnchor: 'start' }),
    ],
  };
}

function sweepPlot({ label, points }: SweepResult, ours: string): Plot.PlotOptions {
  const lines = points.flatMap(({ size, result }) =>
    result.engines.map(({ name, title, stepMs }) => ({
      size,
      title,
      color: name === ours ? OURS : OTHERS,
      median: stepMs.median,
    })),
  );
  const sizes = points.map(({ size }) => size);
  const ends = [...new Map(lines.map((line) => [line.title, line])).values()];
  return {
    width: WIDTH,
    height: 320,
    marginTop: 40,
    marginBottom: 48,
    marginLeft: 64,
    marginRight: MARGIN_LEFT,
    x: { type: 'log', domain: [Math.min(...sizes), Math.max(...sizes)] },
    y: { type: 'log' },
    marks: [
      Plot.gridY({ ticks: 5, strokeOpacity: 0.12 }),
      // Given as texts: a logarithmic axis leaves out the labels that it finds too close.
      Plot.axisX(sizes, {
        text: String,
        tickSize: 0,
        label,
        labelArrow: 'none',
        labelAnchor: 'center',
      }),
      Plot.axisY({ ticks: 5, tickFormat: String, tickSize: 0, label: null }),
      Plot.text([`ms a step by ${label}`], { frameAnchor: 'top-left', dx: -56, dy: -32, fontWeight: 'bold' }),
      Plot.line(lines, { x: 'size', y: 'median', z: 'title', stroke: 'color', strokeWidth: 2 }),
      Plot.text(ends, { x: 'size', y: 'median', text: 'title', dx: 8, textAnchor: 'start', fill: 'color' }),
    ],
  };
}
