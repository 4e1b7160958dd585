import type { Metrics, Monitor } from '@helmholtz/core';

/** `nelbo 105.60`: the metric that is monitored, and then those that are not of a single latent. */
export function metricList(metrics: Metrics, { metric }: Monitor, digits = 2): string[] {
  const others = Object.keys(metrics).filter((name) => name !== metric && !name.includes('/'));
  return [metric, ...others].map((name) => `${name} ${metrics[name]?.toFixed(digits) ?? '-'}`);
}
