import { type DotDialect, dotIds, writeDot } from '../dot/dot.js';
import { DiagramError } from '../errors.js';
import type { Diagram, DiagramNode } from '../diagram/diagram.js';
import { fitFrameLabel } from '../text/fit.js';
import { textWidth } from '../text/measure.js';
import { type Card, layOutCard } from './card.js';
import { beside } from './curve.js';
import { labelBox } from './frame-labels.js';
import type { EdgePath, Layout, Point } from './layout.js';
import { clusterMargin } from './spacing.js';

/**
 * Asks Graphviz, compiled to WebAssembly, where things go. It is told sizes and no texts: this build has no
 * HTML-like labels and measures ASCII alone.
 */
export async function layOut(diagram: Diagram): Promise<Layout> {
  const cards = new Map(diagram.nodes.map((node) => [node, layOutCard(node)]));
  return place(diagram, cards, await runGraphviz(writeDot(diagram, sizesOnly(cards))));
}

function sizesOnly(cards: ReadonlyMap<DiagramNode, Card>): DotDialect {
  return {
    graph: () => ({}),
    defaults: {
      node: { shape: 'box', fixedsize: 'true', label: '' },
      edge: { arrowsize: 0.7 },
    },
    node: (node) => {
      const { width, height } = cards.get(node)!;
      return { width: width / 72, height: height / 72 };
    },
    edge: (_, index) => ({ id: index }),
    cluster: ({ label }) => ({ margin: clusterMargin, ...strut(fitFrameLabel(label).width) }),
  };
}

/** A label of no height that keeps a frame as wide as its text; a short text gets room beside an edge. */
function strut(text: number) {
  const width = text < 90 ? 2 * text + 36 : text;
  const fontsize = 1;
  const letter = textWidth('m', { size: fontsize, weight: 'regular' });
  return { fontname: 'Arial', fontsize, label: 'm'.repeat(Math.ceil(width / letter)) };
}

/** The part of Graphviz's JSON that is read here; coordinates have their origin at the lower left. */
interface GraphvizOutput {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly bb?: string; readonly pos?: string }[];
  readonly edges?: readonly { readonly id: string; readonly pos: string }[];
}

async function runGraphviz(source: string): Promise<GraphvizOutput> {
  try {
    const { renderGraphFromSource } = await import('graphviz-cli');
    return JSON.parse(await renderGraphFromSource({ input: source }, { format: 'json0' })) as GraphvizOutput;
  } catch (cause) {
    throw new DiagramError('graph', `Graphviz could not lay out the diagram: ${String(cause)}.`, {
      hint: 'Draw a smaller part of the model, or write DOT and lay it out with another Graphviz.',
      cause,
    });
  }
}

function place(diagram: Diagram, cards: ReadonlyMap<DiagramNode, Card>, output: GraphvizOutput): Layout {
  const [left, bottom, right, top] = rectangle(output.bb);
  const point = (text: string): Point => {
    const [x, y] = numbers(text) as [number, number];
    return { x: x - left, y: top - y };
  };
  const objects = new Map((output.objects ?? []).map((object) => [object.name, object]));
  const ids = dotIds(diagram);

  const centres = new Map(diagram.nodes.map(({ id }) => [id, point(objects.get(ids.nodes.get(id)!)!.pos!)]));
  const nodes = diagram.nodes.map((node) => {
    const card = cards.get(node)!;
    const { x, y } = centres.get(node.id)!;
    return { x: x - card.width / 2, y: y - card.height / 2, card };
  });
  const paths = new Map((output.edges ?? []).map((edge) => [edge.id, edge.pos]));
  const edges = diagram.edges.map(({ from, output }, index): EdgePath => {
    // "e,x,y" is the tip of the arrow; the points of the curve follow.
    const [tip, ...points] = paths.get(String(index))!.replace(/^e,/, '').split(' ').map(point);
    if (output === undefined) return { points, tip: tip! };
    return { points, tip: tip!, label: beside(points, 11, 8, centres.get(from)!) };
  });
  const clusters = diagram.clusters.map(({ id, label }) => {
    const [x0, y0, x1, y1] = rectangle(objects.get(`cluster ${ids.clusters.get(id)!}`)!.bb!);
    const frame = { x: x0 - left, y: top - y1, width: x1 - x0, height: y1 - y0 };
    return { ...frame, label: labelBox(frame, fitFrameLabel(label).width, edges) };
  });
  return { width: right - left, height: top - bottom, nodes, clusters, edges };
}

function rectangle(text: string): [number, number, number, number] {
  return numbers(text) as [number, number, number, number];
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}
