import { itemAt } from '@helmholtz/base';
import type { Diagram } from '../diagram/diagram.js';
import type { Layout } from '../layout/layout.js';
import { figureMargin } from '../layout/spacing.js';
import { fit } from '../text/fit.js';
import { fontFamily, fonts } from '../text/fonts.js';
import type { Theme } from '../theme/theme.js';
import { drawEdge } from './edge.js';
import { type SvgElement, element } from './element.js';
import { drawFrame, drawFrameLabel } from './frame.js';
import { drawLegend } from './legend.js';
import { drawNode } from './node.js';
import { drawText } from './text.js';

const titleHeight = 34;
const legendGap = 18;

/**
 * A diagram that was laid out as SVG: in its own size, but no wider than its page.
 * Parts are marked with `data-` attributes and styled in place. There are no ids, classes or style
 * sheets that could clash with other figures on the same page.
 */
export function drawSvg(diagram: Diagram, layout: Layout, theme: Theme): SvgElement {
  const title = drawTitle(diagram.title, theme);
  const legend = drawLegend(diagram.legend, Math.max(layout.width, 280), theme);
  const width = Math.ceil(Math.max(layout.width, title?.width ?? 0, legend.width)) + 2 * figureMargin;
  const top = figureMargin + (title?.height ?? 0);
  const bottom = legend.height > 0 ? legendGap + legend.height : 0;
  const height = Math.ceil(top + layout.height + bottom + figureMargin);
  const middle = (inner: number) => (width - inner) / 2;

  return svgDocument(diagram, { width, height }, theme, [
    ...(title ? [title.draw(width / 2)] : []),
    group(middle(layout.width), top, [
      ...diagram.clusters.map((cluster, index) => drawFrame(cluster, itemAt(layout.clusters, index), theme)),
      ...diagram.edges.map((edge, index) => drawEdge(edge, itemAt(layout.edges, index), theme)),
      ...diagram.clusters.flatMap((cluster, index) =>
        drawFrameLabel(cluster, itemAt(layout.clusters, index).label, theme),
      ),
      ...diagram.nodes.map((node, index) => drawNode(node, itemAt(layout.nodes, index), theme)),
    ]),
    ...(legend.height > 0
      ? [group(middle(legend.width), top + layout.height + legendGap, legend.parts)]
      : []),
  ]);
}

/**
 * The heading above a figure: how much room it takes, and how it is drawn around the middle of the
 * figure.
 */
export function drawTitle(title: string | undefined, theme: Theme) {
  if (title === undefined) return undefined;
  const text = fit(title, fonts.heading, 600);
  const place = { y: figureMargin + 16, anchor: 'middle', font: fonts.heading, tone: 'strong' } as const;
  return {
    width: text.width,
    height: titleHeight,
    draw: (middle: number) => drawText({ ...text, ...place, x: middle }, theme),
  };
}

/** Returns the root element of a figure: its title, its content and a background card. */
export function svgDocument(
  { name, caption, description, title }: Pick<Diagram, 'name' | 'caption' | 'description' | 'title'>,
  { width, height }: { readonly width: number; readonly height: number },
  { paper }: Theme,
  parts: readonly SvgElement[],
): SvgElement {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'font-family': fontFamily,
      style: 'max-width: 100%; height: auto',
    },
    element('title', {}, title ?? `${caption}: ${name}`),
    element('desc', {}, description),
    element('rect', { width, height, rx: 8, fill: paper }),
    ...parts,
  );
}

function group(x: number, y: number, parts: readonly SvgElement[]): SvgElement {
  return element('g', { transform: `translate(${Math.round(x)} ${Math.round(y)})` }, ...parts);
}
