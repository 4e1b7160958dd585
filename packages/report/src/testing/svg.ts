import { parseHTML } from 'linkedom';
import { decode } from 'fast-png';
import type { DecodedPng } from 'fast-png';

/** Elements of an SVG document for tests. */
export interface SvgReader {
  /** Every element with this name, outermost first. */
  all(name: string): Element[];
  /** The text of every text element. */
  texts(): string[];
  /** The first image in it, decoded. */
  image(): DecodedPng;
}

export function readSvg(svg: string): SvgReader {
  const { document } = parseHTML(svg);
  const all = (name: string) => [...document.querySelectorAll(name)];
  return {
    all,
    texts: () => all('text').map((element) => element.textContent),
    image() {
      const href = all('image')[0]?.getAttribute('href') ?? '';
      return decode(Buffer.from(href.replace('data:image/png;base64,', ''), 'base64'));
    },
  };
}
