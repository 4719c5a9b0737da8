/** Whether a version is `oldest` or later, by major and minor number. */
export function isAtLeast([major, minor]: readonly number[], oldest: readonly [number, number]): boolean {
  return major > oldest[0] || major === oldest[0] && minor >= oldest[1];
}
