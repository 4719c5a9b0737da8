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
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new InvalidArgumentError(`Expected a whole number of at least 1 but found "${text}".`);
  }
  return Number(text);
}
