import type { Diagram } from '../content.js';
import type { Figure } from '../figures/figure.js';
import { Html, html } from './html.js';

/** Embeds a figure of this package, which takes the colours of the page. */
export function figureElement(figure: Figure, kind: 'chart' | 'picture'): Html {
  return html`<figure id="figure-${figure.name}" class="${kind}">
    ${new Html(figure.svg)}
    <figcaption><b>${figure.title}.</b> ${figure.caption}</figcaption>
  </figure>`;
}

/**
 * Embeds any other drawing as an image, so that its names, styles and scripts do not affect the
 * page.
 */
export function diagramElement({ name, title, caption, svg }: Diagram): Html {
  const source = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  return html`<figure id="figure-${name}">
    <div class="paper" style="--natural: ${naturalWidth(svg)}px">
      <img src="${source}" alt="${title}: ${caption}" />
    </div>
    <figcaption><b>${title}:</b> ${caption}</figcaption>
  </figure>`;
}

/** Returns the width in pixels by the view box of the drawing. Default: 480. */
function naturalWidth(svg: string): number {
  const viewBox = /<svg[^>]*\sviewBox="([^"]*)"/
    .exec(svg)?.[1]
    ?.trim()
    .split(/[\s,]+/)
    .map(Number);
  const width = viewBox?.[2];
  return width !== undefined && Number.isFinite(width) ? Math.round(width) : 480;
}
