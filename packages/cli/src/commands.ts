import type { Command } from 'commander';

/**
 * Commands by name, in the order of the help. Each loads its own modules, so that it starts
 * quickly.
 */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  train: async () => (await import('./commands/train.js')).trainCommand(),
  evaluate: async () => (await import('./commands/evaluate.js')).evaluateCommand(),
  score: async () => (await import('./commands/score.js')).scoreCommand(),
  sample: async () => (await import('./commands/sample.js')).sampleCommand(),
  reconstruct: async () => (await import('./commands/reconstruct.js')).reconstructCommand(),
  impute: async () => (await import('./commands/impute.js')).imputeCommand(),
  interpolate: async () => (await import('./commands/interpolate.js')).interpolateCommand(),
  traverse: async () => (await import('./commands/traverse.js')).traverseCommand(),
  manifold: async () => (await import('./commands/manifold.js')).manifoldCommand(),
  embed: async () => (await import('./commands/embed.js')).embedCommand(),
  report: async () => (await import('./commands/report.js')).reportCommand(),
  inspect: async () => (await import('./commands/inspect.js')).inspectCommand(),
  draw: async () => (await import('./commands/draw.js')).drawCommand(),
  summary: async () => (await import('./commands/summary.js')).summaryCommand(),
  doctor: async () => (await import('./commands/doctor.js')).doctorCommand(),
  list: async () => (await import('./commands/list.js')).listCommand(),
};
