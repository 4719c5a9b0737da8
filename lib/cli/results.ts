import { Command, Option } from "commander";
import { percent } from "../reports/labels.ts";
import type { RunRecord } from "../sweeps/record.ts";
import { pathOption } from "./arguments.ts";

/** `results [DIR]`: lists the runs of a sweep. */
export function resultsCommand(): Command {
  return new Command("results")
    .description("list the runs of a sweep")
    .argument("[directory]", "the sweep's folder (default: the one started last in data/runs)", pathOption)
    .addOption(
      new Option("--json", "print an array of records, those of failed runs with the error").conflicts(
        "archive",
      ),
    )
    .option(
      "--archive",
      "write the ended runs to data/records/<name of the experiment>.jsonl, to be committed; reports read them there",
    )
    .action(async (directory: string | undefined, { json, archive }: { json?: true; archive?: true }) => {
      const { latestSweep, readFailures, readRecords } = await import("../sweeps/store.ts");
      const chosen = directory ?? await latestSweep();
      if (archive) {
        const { archiveSweep } = await import("../sweeps/archive.ts");
        const { file, runs, replaced } = await archiveSweep(chosen);
        return console.log(`${file}: ${runs} runs${replaced > 0 ? `, ${replaced} in place of others` : ""}`);
      }
      const records = await readRecords(chosen);
      const failures = await readFailures(chosen, records);
      if (json) {
        const told = records.map((record) => ({ ...record, error: failures.get(record.runId) }));
        return console.log(JSON.stringify(told, null, 2));
      }
      printTable(chosen, records);
      for (const [runId, reason] of failures) console.log(`${runId} failed: ${reason}`);
      await sayArchived(chosen, records);
    });
}

/** Says how many runs that have not ended here have records elsewhere, such as those that `--missing` leaves out. */
async function sayArchived(directory: string, records: RunRecord[]): Promise<void> {
  const [{ archiveFile, readArchive }, { experimentName }] = await Promise.all([
    import("../sweeps/archive.ts"),
    import("../sweeps/store.ts"),
  ]);
  const file = archiveFile(await experimentName(directory)), archive = await readArchive(file);
  const known = records.filter(({ status, runId }) => status === "pending" && archive.has(runId));
  if (known.length > 0) console.log(`Pending here, but with records in ${file}: ${known.length} runs`);
}

/** The columns of the table, and whether they are aligned to the right. */
const COLUMNS: [title: string, right: boolean, cell: (record: RunRecord) => string][] = [
  ["run", false, ({ runId }) => runId],
  ["task", false, ({ task }) => task],
  ["setting", false, ({ setting }) => setting],
  ["lr", true, ({ learningRate }) => String(learningRate)],
  ["seed", true, ({ seed }) => String(seed)],
  ["status", false, ({ status }) => status],
  ["validation", true, ({ validationAccuracy }) => percentOf(validationAccuracy)],
  ["test", true, ({ testAccuracy }) => percentOf(testAccuracy)],
  ["train", true, ({ trainAccuracy }) => percentOf(trainAccuracy)],
  ["best step", true, ({ bestStep }) => bestStep === null ? "" : String(bestStep)],
  ["steps", true, ({ steps }) => String(steps)],
  ["seconds", true, ({ seconds }) => seconds.toFixed(0)],
];

function printTable(directory: string, records: RunRecord[]): void {
  const rows = [
    COLUMNS.map(([title]) => title),
    ...records.map((record) => COLUMNS.map(([, , cell]) => cell(record))),
  ];
  const widths = COLUMNS.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  console.log(`${directory}: accuracies in %`);
  for (const row of rows) {
    const cells = row.map((cell, i) => COLUMNS[i][1] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]));
    console.log(cells.join("  ").trimEnd());
  }
}

function percentOf(accuracy: number | null): string {
  return accuracy === null ? "" : percent(accuracy);
}
