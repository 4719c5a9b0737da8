/** A part of the installation. */
export interface Part {
  name: string;
  /** What is going to be done, and how big a download is. */
  announcement: string;
  /** Looks for it, without changing anything. */
  look(): Promise<Found>;
  /** @throws {UserError} If something that setup does not install, a compiler for instance, is not there. */
  checkPrerequisites?(): Promise<void>;
  /** @throws {UserError} If it cannot be installed; then nothing half-made is left. */
  install(): Promise<void>;
}

/** Whether a part is there; "unneeded" if it is not, but nothing here would use it. */
export interface Found {
  state: "ready" | "missing" | "unneeded";
  detail: string;
}
