import { describeEnvironment } from '@helmholtz/core/run';
import { version_core } from '@tensorflow/tfjs-core';
import { Command } from 'commander';

import { type BackendProbe, backends, probeBackend } from '../backends/backends.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { createTerminal } from '../terminal.js';
import { version } from '../version.js';

export function doctorCommand(): Command {
  const command = new Command('doctor')
    .summary('show versions, hardware and which backends load')
    .description(
      'Shows versions, hardware and which backends load. --backend auto selects the first that loads. For the others, the reason and the command that installs them are shown.',
    )
    .addHelpText('after', '\nExamples:\n  $ helmholtz doctor\n  $ helmholtz doctor --json')
    .action(async (options: CommonOptions) => {
      const probes: BackendProbe[] = [];
      for (const candidate of backends) probes.push(await probeBackend(candidate));
      const chosen = probes.find(({ available }) => available)?.candidate.name ?? 'none';
      const environment = describeEnvironment({
        helmholtz: version,
        tensorflowjs: version_core,
        backend: chosen,
        command: 'helmholtz doctor',
        plugins: options.plugin,
      });
      createTerminal(options).result(report(environment, probes), {
        ...environment,
        backends: probes.map(({ candidate: { name, install }, available, reason }) => ({
          name,
          available,
          reason,
          install,
        })),
      });
    });
  return withCommonOptions(command);
}

function report(
  environment: ReturnType<typeof describeEnvironment>,
  probes: readonly BackendProbe[],
): string {
  const { helmholtz, tensorflowjs, node, platform, processor, cores, memory, backend } = environment;
  return [
    `helmholtz ${helmholtz}, TensorFlow.js ${tensorflowjs}, Node ${node}`,
    `${platform}, ${processor}, ${cores} cores, ${memory} GiB`,
    '',
    'Backends, best first:',
    ...probes.map(backendLine),
    '',
    `--backend auto selects: ${backend}`,
  ].join('\n');
}

function backendLine({ candidate, available, reason }: BackendProbe): string {
  const { name, description, install } = candidate;
  const state = available ? 'yes' : 'no ';
  const remedy = install ? `; install it with: ${install}` : '';
  const below = available ? '' : `\n${' '.repeat(23)}${reason}${remedy}`;
  return `  ${state}  ${name.padEnd(15)} ${description}${below}`;
}
