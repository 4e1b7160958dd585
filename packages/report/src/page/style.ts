import { Html } from './html.js';

/** One column for every screen, the reader's own colours, and paper. */
export const style = new Html(`
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1f2328; --quiet: #59636e; --line: #d5dae0; --panel: #f5f7f9; --accent: #0a5fa3;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #14171b; --text: #e3e7eb; --quiet: #9aa4af; --line: #333a42; --panel: #1c2127; --accent: #6cb4f0;
  }
  /* Light and dark change places, hues stay. */
  .paper { filter: invert(0.9) hue-rotate(180deg); }
  .chart [aria-label='dot'], .chart [aria-label='line'] { filter: brightness(1.15); }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 44rem; padding: 2.5rem 1.25rem 4rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
h1 { margin: 0; font-size: 2rem; line-height: 1.2; letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 {
  margin: 3.5rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--line);
  font-size: 1.35rem; line-height: 1.3; letter-spacing: -0.01em;
}
h3 { margin: 2rem 0 0.5rem; font-size: 1rem; }
p { margin: 0.75rem 0; }
a { color: var(--accent); }
nav { margin: 1.5rem 0; font-size: 0.9rem; }
nav a { margin-right: 1.1rem; text-decoration: none; white-space: nowrap; }
.lead, figcaption, .note { color: var(--quiet); }
.lead { margin: 0.4rem 0 0; }
.notice { padding: 0.75rem 1rem; border-left: 4px solid #d55e00; background: var(--panel); }
.key {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1px; margin: 1.5rem 0 0;
  border: 1px solid var(--line); border-radius: 8px; background: var(--line); overflow: hidden;
}
.key div {
  display: flex; flex-direction: column; justify-content: space-between;
  padding: 0.8rem 1rem; background: var(--page);
}
.key dt { color: var(--quiet); font-size: 0.8rem; line-height: 1.35; }
.key dd { margin: 0.15rem 0 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.key small { color: var(--quiet); font-size: 0.8rem; letter-spacing: 0; }
figure { margin: 1.75rem 0 2.5rem; }
figure svg, figure img { display: block; max-width: 100%; height: auto; margin: 0 auto; }
figure svg { width: 100%; color: inherit; }
figure svg .background { fill: none; }
figure svg .halo { stroke: var(--page); }
figure svg image { image-rendering: auto; }
figcaption { margin-top: 0.9rem; font-size: 0.9rem; line-height: 1.5; }
figcaption b { color: var(--text); }
.chart svg { max-width: 28rem; }
.picture svg { max-width: 34rem; }
/* A diagram stands on a card of its own: wider than the text where the screen is, else it scrolls, for it would be unreadable shrunk. */
.paper {
  --card: max(100%, min(var(--natural) + 2rem + 2px, 100vw - 4rem));
  width: var(--card); margin-left: calc((100% - var(--card)) / 2); padding: 1rem; overflow-x: auto;
  border: 1px solid #d5dae0; border-radius: 8px; background: #fff;
}
.paper img { width: var(--natural); min-width: calc(0.85 * var(--natural)); }
.scroll {
  overflow-x: auto; background-repeat: no-repeat; background-position: right;
  /* A shade at the right edge while there is more to the right: the cover above it scrolls along, the shade stays. */
  background-image: linear-gradient(to left, var(--page) 50%, transparent), linear-gradient(to left, #8886, transparent);
  background-size: 3rem 100%, 1rem 100%; background-attachment: local, scroll;
}
table { width: 100%; margin: 1.5rem 0; border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 0.5rem; color: var(--quiet); text-align: left; }
th, td { padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; }
th[scope=row] { font-weight: 400; }
.facts th { width: 11rem; color: var(--quiet); }
.facts th::first-letter { text-transform: uppercase; }
td { overflow-wrap: anywhere; }
.numbers th, .numbers td { padding: 0.35rem 0 0.35rem 0.75rem; text-align: right; }
.numbers tr > th[scope=row], .numbers tr:first-child > th:first-child { padding-left: 0; text-align: left; }
.numbers td { white-space: nowrap; }
.numbers thead th { vertical-align: bottom; line-height: 1.3; }
.history { font-size: 0.825rem; }
pre {
  margin: 0.75rem 0; padding: 0.9rem 1rem; border: 1px solid var(--line); border-radius: 8px;
  background: var(--panel); overflow-x: auto; font-size: 0.85rem; line-height: 1.5; tab-size: 2;
}
pre, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; }
code { font-size: 0.9em; }
pre code { font-size: inherit; }
pre.command { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 30rem) {
  body { padding-top: 1.5rem; }
  h1 { font-size: 1.6rem; }
  .facts th { width: 8rem; }
  .paper { padding: 0.5rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  h2 { break-after: avoid; margin-top: 2rem; }
  figure, table, .key { break-inside: avoid; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  figure svg { max-width: 14cm; }
  .paper { width: auto; margin-left: 0; }
  .paper img { min-width: 0; }
}
`);
