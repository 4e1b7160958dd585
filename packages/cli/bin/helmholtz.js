#!/usr/bin/env node
import { main } from '../dist/main.js';
import { exitOnOutputError } from '../dist/output-error.js';

process.stdout.on('error', exitOnOutputError);
process.stderr.on('error', exitOnOutputError);
process.exitCode = await main(process.argv.slice(2));
