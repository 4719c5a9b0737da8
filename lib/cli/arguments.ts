import { InvalidArgumentError } from "commander";

/** Parses a number. */
export function numberOption(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) {
    throw new InvalidArgumentError(`Expected a number but found "${text}".`);
  }
  return number;
}

/** Parses a whole number of at least 1. */
export function countOption(text: string): number {
  return wholeNumber(text, 1);
}

/** Parses a whole number of at least 0. */
export function countOrZeroOption(text: string): number {
  return wholeNumber(text, 0);
}

function wholeNumber(text: string, least: number): number {
  if (/^(0|[1-9]\d{0,8})$/.test(text) && Number(text) >= least) return Number(text);
  throw new InvalidArgumentError(`Expected a whole number of at least ${least} but found "${text}".`);
}

/** Parses a path; an empty one, as of a shell's variable that is not set, would be the folder one is in. */
export function pathOption(text: string): string {
  if (text !== "") return text;
  throw new InvalidArgumentError("Expected a path but found an empty text.");
}
