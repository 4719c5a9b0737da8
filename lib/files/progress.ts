import cliProgress from "cli-progress";
import { onSignals } from "./signals.ts";

/**
 * Shows how far a download is: a bar in a terminal, a line at each quarter elsewhere. Until it is stopped, Ctrl-C ends
 * the program with 130, since a bar must first give the terminal back its cursor and its line wrap.
 */
export class DownloadProgress {
  #bar?: cliProgress.SingleBar;
  #quarter: number;
  #listening?: Disposable;

  /** @param bytes How many there are in all, and how many are already there. */
  constructor(readonly title: string, readonly bytes: { total: number; present: number }) {
    const { total, present } = bytes;
    this.#quarter = Math.floor((4 * present) / total);
    if (!Deno.stderr.isTerminal()) return; // where the bar is drawn
    this.#bar = new cliProgress.SingleBar({
      format: `  ${title} {bar} {percentage} % of ${megabytes(total)}, {eta_formatted} left`,
      barsize: 30,
      hideCursor: true,
    }, cliProgress.Presets.shades_classic);
    this.#listening = onSignals(["SIGINT"], () => {
      this.stop();
      Deno.exit(130);
    });
    this.#bar.start(total, present);
  }

  update(present: number): void {
    this.#bar?.update(present);
    const quarter = Math.floor((4 * present) / this.bytes.total);
    if (!this.#bar && quarter > this.#quarter) {
      console.log(`  ${this.title}: ${25 * quarter} % of ${megabytes(this.bytes.total)}`);
    }
    this.#quarter = Math.max(quarter, this.#quarter);
  }

  stop(): void {
    this.#bar?.stop();
    this.#listening?.[Symbol.dispose]();
  }
}

/** A size in words, in units of a million bytes: "139 MB", "0.3 MB". */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} MB`;
}
