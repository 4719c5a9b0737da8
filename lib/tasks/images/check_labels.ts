import { UserError } from "../../errors.ts";

/**
 * The labels of images, of which there are ten kinds.
 *
 * @param path The file that they are from.
 * @throws {UserError} If one is not from 0 to 9.
 */
export function checkLabels(labels: Uint8Array<ArrayBuffer>, path: string): Uint8Array<ArrayBuffer> {
  const wrong = labels.findIndex((label) => label > 9);
  if (wrong < 0) return labels;
  throw new UserError(`Expected labels from 0 to 9 in ${path} but found ${labels[wrong]} at image ${wrong}`);
}
