import { fileURLToPath } from 'node:url';

import type { Engine } from '../engines/registry.js';
import type { Command } from '../protocol/engine-process.js';
import type { Job } from '../protocol/messages.js';
import type { Material } from '../work/material.js';
import type { DenseVae, Work } from '../work/work.js';
import type { Behaviour } from './fake-engine.js';

export const fakeCommand: Command = {
  file: process.execPath,
  args: [fileURLToPath(new URL('fake-engine.js', import.meta.url))],
};

export const smallWork: Work<DenseVae> = {
  name: 'small',
  title: 'Small VAE',
  model: { model: 'dense-vae', observed: 6, hidden: [4], latent: 2 },
  batch: 5,
};

export const noMaterial: Material = { path: '', arrays: {}, parameters: [] };

export function fakeEngine(behaviour: Behaviour): Engine {
  const { name } = behaviour;
  const settings = { ...behaviour } as Job['settings'];
  return { name, title: `The ${name}`, kind: name, settings, command: () => fakeCommand };
}

export function fakeJob(behaviour: Behaviour): Job {
  return { work: smallWork, material: noMaterial, settings: { ...behaviour } };
}
