import { platform } from '#platform';

import { type DotDialect, dotIds, writeDot } from '../dot/dot.js';
import { HelmholtzError, entryOf } from '@helmholtz/base';
import type { Diagram, DiagramNode } from '../diagram/diagram.js';
import { fitFrameLabel } from '../text/fit.js';
import { textWidth } from '../text/measure.js';
import { type Card, layOutCard } from './card.js';
import { edgeLabelPlacer } from './edge-labels.js';
import { labelBox } from './frame-labels.js';
import type { EdgePath, Layout } from './layout.js';
import { type GraphvizOutput, readOutput } from './output.js';
import { clusterMargin } from './spacing.js';

/**
 * Computes a layout with Graphviz, compiled to WebAssembly. Graphviz receives sizes instead of
 * texts, because this build has no HTML-like labels and measures only ASCII.
 */
export async function layOut(diagram: Diagram): Promise<Layout> {
  const cards = new Map(diagram.nodes.map((node) => [node, layOutCard(node)]));
  return place(diagram, cards, await askGraphviz(writeDot(diagram, sizesOnly(cards))));
}

function sizesOnly(cards: ReadonlyMap<DiagramNode, Card>): DotDialect {
  return {
    graph: () => ({}),
    defaults: {
      node: { shape: 'box', fixedsize: 'true', label: '' },
      edge: { arrowsize: 0.7 },
    },
    node: (node) => {
      const { width, height } = entryOf(cards, node);
      return { width: width / 72, height: height / 72 };
    },
    edge: (_, index) => ({ id: index }),
    cluster: ({ label }) => ({ margin: clusterMargin, ...strut(fitFrameLabel(label).width) }),
  };
}

/**
 * A label of no height that keeps a frame as wide as its text; a short text gets room beside an
 * edge.
 */
function strut(text: number) {
  const width = text < 90 ? 2 * text + 36 : text;
  const fontsize = 1;
  const letter = textWidth('m', { size: fontsize, weight: 'regular' });
  return { fontname: 'Arial', fontsize, label: 'm'.repeat(Math.ceil(width / letter)) };
}

async function askGraphviz(source: string): Promise<GraphvizOutput> {
  try {
    return readOutput(await platform.runGraphviz(source));
  } catch (cause) {
    if (cause instanceof HelmholtzError) throw cause;
    throw new HelmholtzError('graph', `Graphviz could not lay out the diagram: ${String(cause)}.`, {
      hint: 'Draw a smaller part of the model, or write DOT and lay it out with a Graphviz binary.',
      cause,
    });
  }
}

function place(diagram: Diagram, cards: ReadonlyMap<DiagramNode, Card>, output: GraphvizOutput): Layout {
  const ids = dotIds(diagram);
  const centre = (id: string) => entryOf(output.centres, entryOf(ids.nodes, id));
  const placeLabel = edgeLabelPlacer();

  const edges = diagram.edges.map((edge, index): EdgePath => {
    const curve = entryOf(output.curves, String(index));
    return edge.output === undefined
      ? curve
      : { ...curve, label: placeLabel(curve.points, centre(edge.from)) };
  });
  return {
    width: output.figure.width,
    height: output.figure.height,
    edges,
    nodes: diagram.nodes.map((node) => {
      const card = entryOf(cards, node);
      const { x, y } = centre(node.id);
      return { x: x - card.width / 2, y: y - card.height / 2, card };
    }),
    clusters: diagram.clusters.map(({ id, label }) => {
      const frame = entryOf(output.frames, entryOf(ids.clusters, id));
      return { ...frame, label: labelBox(frame, fitFrameLabel(label).width, edges) };
    }),
  };
}
