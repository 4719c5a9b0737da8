import { randomUUID } from "node:crypto";
import type { Display } from "../display.ts";
import { type Broadcast, broadcast as broadcastToNotebook, settle } from "./kernel.ts";

/** A cell's output that changes in place; what it shows last is what the notebook keeps. */
export interface LiveDisplay {
  /** Shows what `render` gives, unless something was shown less than an interval ago. */
  update(render: () => Display): void;
  /** Shows what `render` gives and waits until it has arrived. */
  finish(render: () => Display): Promise<void>;
}

/** Milliseconds between two updates: enough for the eye, little for the front end. */
const INTERVAL = 250;

/** Opens a live display below the running cell. */
export function liveDisplay(broadcast: Broadcast = broadcastToNotebook, interval = INTERVAL): LiveDisplay {
  const transient = { display_id: randomUUID() };
  let sent = Promise.resolve(), shownAt = -Infinity;
  const send = (render: () => Display) => {
    const type = shownAt === -Infinity ? "display_data" : "update_display_data";
    const data = render().bundle;
    shownAt = performance.now();
    sent = sent.then(() => broadcast(type, { data, metadata: {}, transient }));
  };
  return {
    update(render) {
      if (performance.now() - shownAt >= interval) send(render);
    },
    async finish(render) {
      send(render);
      await sent;
      await settle();
    },
  };
}
