import { z } from "zod";

/** A loss as files keep it: JSON has null for numbers that are not finite, as are those of a run that diverged. */
export const lossSchema = z.number().nullable().transform((loss) => loss ?? NaN);

/** The next step after `step` at which something happens that happens every `period` steps. */
export function nextMultiple(step: number, period: number): number {
  return period * (Math.floor(step / period) + 1);
}

/** The mean of the losses of some steps. */
export function meanLoss(losses: readonly number[]): number {
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
