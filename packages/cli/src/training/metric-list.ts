import type { Metrics, Monitor } from '@helmholtz/core';

/** `nelbo 105.60`: the metric that is monitored, the losses of phases, and then those that are not of a single latent. */
export function metricList(metrics: Metrics, { metric }: Monitor, digits = 2): string[] {
  const isShown = (name: string): boolean => !name.includes('/') || name.startsWith('loss/');
  const others = Object.keys(metrics).filter((name) => name !== metric && isShown(name));
  return [metric, ...others].map((name) => `${name} ${metrics[name]?.toFixed(digits) ?? '-'}`);
}
