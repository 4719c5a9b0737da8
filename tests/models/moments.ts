import type { HostTensor } from "../../lib/models/parameters.ts";

/** The mean of a tensor's values and their standard deviation. */
export function momentsOf({ values }: HostTensor): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
