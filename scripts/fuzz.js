// Gives every reader of files 20,000 changed ones, or as many as FUZZ_INPUTS says: npm run fuzz
// FUZZ_SEED=7 npm run fuzz tries others; arguments go to ava, such as --match '*npy*'.
process.env['FUZZ_INPUTS'] ??= '20000';
process.argv.push('test/src/fuzz/*.test.ts', 'packages/cli/src/plugins/fuzz.test.ts', '--timeout', '1h');
await import('./test.js');
