// The package has these types, but where TypeScript doesn't look for them.
declare module '@aduh95/viz.js/sync' {
  export default function renderStringSync(source: string, options: { format: 'json0' }): string;
}
