import { randomUUID } from "node:crypto";
import type { Display } from "../display.ts";

/** Sends a Jupyter message to the front end. */
export type Broadcast = (type: string, content: Record<string, unknown>) => Promise<void>;

/** A cell's output that changes in place; what it shows last is what the notebook keeps. */
export interface LiveDisplay {
  /** Shows what `render` gives, unless something was shown less than an interval ago. */
  update(render: () => Display): void;
  /** Shows what `render` gives and waits until it has been sent. */
  finish(render: () => Display): Promise<void>;
}

/** Milliseconds between two updates: enough for the eye, little for the front end. */
const INTERVAL = 250;

/** Opens a live display below the running cell. */
export function liveDisplay(broadcast: Broadcast = inNotebook, interval = INTERVAL): LiveDisplay {
  const transient = { display_id: randomUUID() };
  let sent = Promise.resolve(), shownAt = -Infinity;
  const show = (render: () => Display) => {
    const type = shownAt === -Infinity ? "display_data" : "update_display_data";
    const data = render().bundle;
    shownAt = performance.now();
    sent = sent.then(() => broadcast(type, { data, metadata: {}, transient }));
  };
  return {
    update(render) {
      if (performance.now() - shownAt >= interval) show(render);
    },
    async finish(render) {
      show(render);
      await sent;
    },
  };
}

/** Outside a notebook there is nobody to show anything to. */
function inNotebook(type: string, content: Record<string, unknown>): Promise<void> {
  return isNotebook() ? Deno.jupyter.broadcast(type, content) : Promise.resolve();
}

function isNotebook(): boolean {
  try {
    return Deno.jupyter !== undefined;
  } catch {
    return false; // Deno throws where it is no kernel.
  }
}
