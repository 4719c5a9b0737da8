import { UserError } from "../../errors.ts";
import { onSignals } from "../../files/signals.ts";
import { isKernel } from "./kernel.ts";

/**
 * What `act` gives, which is given a signal that the notebook's Interrupt (■) aborts. Nothing else catches it: the kernel
 * would die of it, and all variables with it.
 */
export async function interruptible<Result>(act: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stopping = new AbortController();
  const stop = () =>
    stopping.abort(
      new UserError(
        "Expected the cell to come to its end but found it interrupted: run it again; a sweep then goes on where it was",
      ),
    );
  using _caught = isKernel() ? onSignals(["SIGINT"], stop) : undefined;
  return await act(stopping.signal);
}
