/** Counts the copies from buffer to buffer from now until it is asked. */
export function countCopies(): () => number {
  const { prototype } = GPUCommandEncoder, { copyBufferToBuffer } = prototype;
  let count = 0;
  prototype.copyBufferToBuffer = function (this: GPUCommandEncoder, ...call: unknown[]) {
    count++;
    return (copyBufferToBuffer as (...call: unknown[]) => void).apply(this, call);
  } as typeof copyBufferToBuffer;
  return () => {
    prototype.copyBufferToBuffer = copyBufferToBuffer;
    return count;
  };
}
