/** Figure of a report: a standalone picture with its texts. */
export interface Figure {
  /** Name of its files and of its anchor in the page. */
  readonly name: string;
  readonly title: string;
  /** Caption below the figure. */
  readonly caption: string;
  /** Text alternative for people who can't see the figure. */
  readonly alt: string;
  /** SVG document without scripts or references to other files. */
  readonly svg: string;
}
