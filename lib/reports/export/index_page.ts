import { escapeHtml } from "../html.ts";

/** A report as the index lists it. */
export interface ReportEntry {
  /** The report's file, relative to the index. */
  file: string;
  title: string;
  claim: string;
  /** What came out; empty where the notebook says nothing of that. */
  outcome: string;
  /** Empty where a notebook is the same at every scale. */
  scale: string;
}

/** The page that links the reports and says what they claim and what came out. */
export function indexPage(
  reports: readonly ReportEntry[],
  { date, commit, style }: { date: string; commit: string | null; style: string },
): string {
  const entries = reports.map(({ file, title, claim, outcome, scale }) =>
    `<li><a href="${escapeHtml(file)}">${escapeHtml(title)}</a>${
      scale && ` (${escapeHtml(scale)} scale)`
    }<br>${escapeHtml(claim)}${outcome && `<br><b>What came out.</b> ${escapeHtml(outcome)}`}</li>`
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>under-the-rug: reports</title>
<style>
${style}</style>
</head>
<body>
<main>
<h1>under-the-rug: reports</h1>
<ul class="reports">
${entries.join("\n")}
</ul>
</main>
<footer>Executed on ${escapeHtml(date)}${commit === null ? "" : ` at commit ${escapeHtml(commit)}`}.</footer>
</body>
</html>
`;
}
