#!/usr/bin/env node
import { main } from '../dist/main.js';
import { surviveOutputErrors } from '../dist/output-error.js';

surviveOutputErrors(process);
process.exitCode = await main(process.argv.slice(2));
