// The package has these types in a file that TypeScript does not find.
declare module '@aduh95/viz.js/sync' {
  export default function renderStringSync(source: string, options: { format: 'json0' }): string;
}

declare module '@aduh95/viz.js' {
  export default class Viz {
    constructor(options: { workerURL: string | URL });
    renderString(source: string, options: object): Promise<string>;
  }
}
