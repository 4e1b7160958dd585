import type { Metrics, Monitor } from '@helmholtz/core';

/**
 * Returns `nelbo 105.60`: the monitored metric, then the losses of phases and all metrics except
 * those of a single latent.
 */
export function metricList(metrics: Metrics, { metric }: Monitor, digits = 2): string[] {
  const isShown = (name: string): boolean => !name.includes('/') || name.startsWith('loss/');
  const others = Object.keys(metrics).filter((name) => name !== metric && isShown(name));
  return [metric, ...others].map((name) => `${name} ${metrics[name]?.toFixed(digits) ?? '-'}`);
}
