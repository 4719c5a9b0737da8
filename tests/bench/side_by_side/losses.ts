import { UserError } from "../../../lib/errors.ts";

/** How far the losses of the first steps may be apart, relative to ours: rounding to float32 comes to 3e-5... */
const TOLERANCE = 1e-4;
/** ... and to bfloat16, of which a step of Adam makes more, to some percents. */
const BFLOAT16_TOLERANCE = 0.1;

/**
 * All must do the same work, so from the same parameters and batch they must come to the same losses.
 *
 * @throws {UserError} If they do not.
 */
export function checkSame(name: string, losses: readonly number[], ours: readonly number[]): void {
  const tolerance = name.endsWith("bfloat16") ? BFLOAT16_TOLERANCE : TOLERANCE;
  const apart = losses.some((loss, step) =>
    !(Math.abs(loss - ours[step]) <= tolerance * Math.abs(ours[step]))
  );
  if (!apart) return;
  throw new UserError(
    `Expected the first losses of ${name} to be ours, ${ours.join(", ")}, but found ${losses.join(", ")}`,
  );
}

/** @throws {UserError} If a loss is not finite. */
export function checkFinite(name: string, losses: readonly number[]): void {
  const found = losses.find((loss) => !Number.isFinite(loss));
  if (found !== undefined) throw new UserError(`Expected finite losses of ${name} but found ${found}`);
}
