// Read as data: TypeScript need not look into 2 MB of numbers.
declare module 'mnist/src/digits/*.json' {
  const contents: { readonly data: readonly number[] };
  export default contents;
}
