import type { FigureName, ReportContent } from '../content.js';
import type { Figures } from '../figures/draw-figures.js';
import { knownMetrics, metricName } from '../metrics.js';
import { diagramElement, figureElement } from './figures.js';
import { html } from './html.js';
import type { Html } from './html.js';
import { formatDuration, formatNumber } from './numbers.js';
import { style } from './style.js';
import { factsTable, fittedTable, historyTable, metricsTable } from './tables.js';

interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: readonly (Html | undefined)[];
}

/**
 * Returns the report of a run as a self-contained HTML document, without scripts or references to
 * other files.
 *
 * All text is escaped, and a content security policy forbids scripts.
 *
 * @example
 * ```ts
 * import { type ReportContent, drawFigures, reportHtml } from '@helmholtz/report';
 *
 * const train = { nelbo: 120, expectedLogLikelihood: -100, kl: 20 };
 * const content: ReportContent = {
 *   title: 'A run of <vae>',
 *   summary: { recipe: 'vae', dataset: 'digits', backend: 'cpu', epochs: 1, seconds: 2, train },
 *   history: [{ epoch: 1, step: 10, seconds: 2, learningRate: 0.01, train }],
 *   ...{ diagrams: [], spec: 'recipe: vae', command: 'helmholtz train vae', environment: {} },
 * };
 * console.log(reportHtml(content, drawFigures(content)).includes('A run of &lt;vae&gt;')); // true
 * ```
 */
export function reportHtml(content: ReportContent, figures: Figures): string {
  const sections = sectionsOf(content, figures).filter(({ body }) => body.some((part) => part !== undefined));
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        />
        <title>${content.title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <header>${heading(content)}</header>
        <nav aria-label="Contents">
          ${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}
        </nav>
        <main>
          ${sections.map(
            ({ id, title, body }) =>
              html`<section aria-labelledby="${id}">
                <h2 id="${id}">${title}</h2>
                ${body}
              </section>`,
          )}
        </main>
      </body>
    </html>`;
  return page.source;
}

function heading({ title, notice, summary }: ReportContent): Html {
  const { recipe, dataset, backend, epochs, seconds, train, test, facts } = summary;
  const metrics = test ?? train;
  const set = test ? 'test' : 'train';
  return html`<h1>${title}</h1>
    ${notice && html`<p class="notice">${notice}</p>`}
    <dl class="key">
      ${knownMetrics
        .filter((metric) => metrics[metric] !== undefined)
        .map((metric) => keyNumber(`${metricName(metric)}, ${set}`, formatNumber(metrics[metric]), 'nats'))}
      ${keyNumber(epochs === 1 ? 'Epoch' : 'Epochs', String(epochs), `in ${formatDuration(seconds)}`)}
    </dl>
    ${factsTable({ Recipe: recipe, Data: dataset, ...facts, Backend: backend })}`;
}

function keyNumber(name: string, value: string, unit: string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value} <small>${unit}</small></dd>
  </div>`;
}

function sectionsOf(content: ReportContent, figures: Figures): Section[] {
  const { history, diagrams, spec, command, environment, summary } = content;
  const chart = (name: FigureName) => figures[name] && figureElement(figures[name], 'chart');
  const picture = (name: FigureName) => figures[name] && figureElement(figures[name], 'picture');
  return [
    {
      id: 'training',
      title: 'Training',
      body: [
        chart('nelbo'),
        leftOut(content, ['nelbo']),
        metricsTable(summary),
        history.length > 0 ? historyTable(history) : undefined,
      ],
    },
    {
      id: 'latent-space',
      title: 'Latent space',
      body: [chart('latent'), picture('manifold'), leftOut(content, ['latent', 'manifold'])],
    },
    {
      id: 'images',
      title: 'Reconstruction and generation',
      body: [
        picture('reconstructions'),
        picture('samples'),
        picture('interpolation'),
        chart('columns'),
        leftOut(content, ['reconstructions', 'samples', 'interpolation']),
      ],
    },
    {
      id: 'data',
      title: 'Data',
      body: content.fitted ? [factsTable(content.fitted.facts), fittedTable(content.fitted)] : [],
    },
    { id: 'model', title: 'Model', body: diagrams.map(diagramElement) },
    {
      id: 'reproduce',
      title: 'Run it again',
      body: [
        html`<p>This command trains the same model on the same data:</p>`,
        html`<pre class="command"><code>${command}</code></pre>`,
        html`<p>It is declared by this spec:</p>`,
        html`<pre><code>${spec}</code></pre>`,
      ],
    },
    { id: 'environment', title: 'Environment', body: [factsTable(environment)] },
  ];
}

/** Lists missing figures with the reason, grouped by reason. */
function leftOut({ omitted = {} }: ReportContent, names: readonly FigureName[]): Html | undefined {
  const reasons = new Map<string, FigureName[]>();
  for (const name of names) {
    const reason = omitted[name];
    if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  if (reasons.size === 0) return undefined;
  return html`${[...reasons].map(
    ([reason, figures]) =>
      html`<p class="note">Left out: ${figures.map((name) => figureNames[name]).join(', ')}. ${reason}</p>`,
  )}`;
}

const figureNames: Readonly<Record<FigureName, string>> = {
  nelbo: 'the curves of the objective',
  latent: 'the scatter of the latent space',
  manifold: 'the manifold',
  reconstructions: 'reconstructions',
  samples: 'samples',
  interpolation: 'interpolation',
  columns: 'columns',
};
