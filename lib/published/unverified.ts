/** Published figures that belong beside ours but are not shown, because we have seen them in no source. */
export const UNVERIFIED = {
  efficiency:
    "Rothermel et al. (2021), arXiv:2107.12460, Table 2 (gradient steps): not verified, so not shown; by a quotation " +
    "in public research notes Frozen Random never reaches the best accuracy of Frozen Pretrained.",
  figures: "Rothermel et al. (2021), arXiv:2107.12460, Figures 1 and 2: drawn there, not printed as numbers.",
  gaps: "Rothermel et al. (2021), arXiv:2107.12460, train/test gaps: not verified, so not shown.",
} as const;
