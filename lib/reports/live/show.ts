import type { Display } from "../display.ts";
import { broadcast, isKernel, settle } from "./kernel.ts";

/**
 * Shows tables and charts: below the running cell in a notebook, as plain text elsewhere.
 *
 * A notebook also shows a cell's last value by itself, but nbconvert can miss that (see {@linkcode settle}).
 *
 * @example
 * ```ts
 * import { table } from "../tables/table.ts";
 * import { show } from "./show.ts";
 *
 * await show(table({ columns: ["Task"], values: [["MNIST"]] }, { caption: "The tasks." }));
 * ```
 */
export async function show(display: Display | Promise<Display>): Promise<void> {
  const { bundle: data } = await display;
  if (!isKernel()) return console.log(data["text/plain"]);
  await broadcast("display_data", { data, metadata: {}, transient: {} });
  await settle();
}
