import type { Diagram } from '../diagram/diagram.js';
import { fit } from '../text/fit.js';
import type { Layout } from '../layout/layout.js';
import { figureMargin } from '../layout/spacing.js';
import { escapeMarkup } from '../text/clean.js';
import { fontFamily, fonts } from '../text/fonts.js';
import { paper } from '../theme.js';
import { drawLegend } from './legend.js';
import { element } from './markup.js';
import { drawEdge, drawFrame, drawFrameLabel, drawNode, drawText } from './shapes.js';

const titleHeight = 34;
const legendGap = 18;

/**
 * Writes a diagram that was laid out as SVG: as large as it is, and no wider than the page it stands in. Parts
 * are marked with `data-` attributes and styled in place. There are no ids, classes or style sheets that could
 * clash with other figures on the same page.
 */
export function writeSvg(diagram: Diagram, layout: Layout): string {
  const title = diagram.title === undefined ? undefined : fit(diagram.title, fonts.heading, 600);
  const legend = drawLegend(diagram.legend, Math.max(layout.width, 280));
  const width = Math.ceil(Math.max(layout.width, title?.width ?? 0, legend.width)) + 2 * figureMargin;
  const top = figureMargin + (title ? titleHeight : 0);
  const bottom = legend.height > 0 ? legendGap + legend.height : 0;
  const height = Math.ceil(top + layout.height + bottom + figureMargin);
  const middle = (inner: number) => (width - inner) / 2;

  const parts = [
    element('title', {}, escapeMarkup(diagram.title ?? `${diagram.caption}: ${diagram.name}`)),
    element('desc', {}, escapeMarkup(diagram.description)),
    element('rect', { width, height, rx: 8, fill: paper }),
    ...(title
      ? [
          drawText({
            ...title,
            x: width / 2,
            y: figureMargin + 16,
            anchor: 'middle',
            font: fonts.heading,
            tone: 'strong',
          }),
        ]
      : []),
    group(middle(layout.width), top, [
      ...diagram.clusters.map((cluster, index) => drawFrame(cluster, layout.clusters[index]!)),
      ...diagram.edges.map((edge, index) => drawEdge(edge, layout.edges[index]!)),
      ...diagram.clusters.map((cluster, index) => drawFrameLabel(cluster, layout.clusters[index]!.label)),
      ...diagram.nodes.map((node, index) => drawNode(node, layout.nodes[index]!)),
    ]),
    ...(legend.height > 0
      ? [group(middle(legend.width), top + layout.height + legendGap, legend.parts)]
      : []),
  ];
  const frame = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'font-family': fontFamily,
    style: 'max-width: 100%; height: auto',
  };
  return `${element('svg', frame, ...parts)}\n`;
}

function group(x: number, y: number, parts: readonly string[]): string {
  return element('g', { transform: `translate(${Math.round(x)} ${Math.round(y)})` }, ...parts);
}
