import type { Diagram } from '../content.js';
import type { Figure } from '../figures/figure.js';
import { Html, html } from './html.js';

/** A figure of ours within the page, where it takes the colours of the page. */
export function figureElement(figure: Figure, kind: 'chart' | 'picture'): Html {
  return html`<figure id="figure-${figure.name}" class="${kind}">
    ${new Html(figure.svg)}
    <figcaption><b>${figure.title}.</b> ${figure.caption}</figcaption>
  </figure>`;
}

/** A drawing made elsewhere, as an image: its names, styles and scripts, if any, have no effect on the page. */
export function diagramElement({ name, title, caption, svg }: Diagram): Html {
  const source = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  return html`<figure id="figure-${name}">
    <div class="paper" style="--natural: ${naturalWidth(svg)}px">
      <img src="${source}" alt="${title}: ${caption}" />
    </div>
    <figcaption><b>${title}:</b> ${caption}</figcaption>
  </figure>`;
}

/** In pixels, as far as the drawing says: by its view box. */
function naturalWidth(svg: string): number {
  const viewBox = /<svg[^>]*\sviewBox="([^"]*)"/
    .exec(svg)?.[1]
    ?.trim()
    .split(/[\s,]+/)
    .map(Number);
  const width = viewBox?.[2];
  return width !== undefined && Number.isFinite(width) ? Math.round(width) : 480;
}
