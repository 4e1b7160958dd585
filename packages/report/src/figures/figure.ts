/** One figure: a picture that stands alone, and what is to be said about it. */
export interface Figure {
  /** The name of its files, and its anchor in the page. */
  readonly name: string;
  readonly title: string;
  /** What is seen, for everyone. */
  readonly caption: string;
  /** What is seen, for those who cannot see it. */
  readonly alt: string;
  /** A complete SVG document without scripts or references to other files. */
  readonly svg: string;
}
