/**
 * The memory of recordings' intermediate results. All recordings share it, since none needs what it has left there
 * before; of sequences of several lengths it is as large as the longest need.
 */
export class Slots {
  #buffers: GPUBuffer[] = [];
  #generation = 0;

  constructor(readonly device: GPUDevice) {}

  /** Another number means that buffers have been replaced. */
  get generation(): number {
    return this.#generation;
  }

  get numBytes(): number {
    return this.#buffers.reduce((sum, { size }) => sum + size, 0);
  }

  at(slot: number): GPUBuffer {
    return this.#buffers[slot];
  }

  /** Makes slots at least as large as these, largest first. */
  fit(sizes: readonly number[]): void {
    for (const [slot, size] of sizes.entries()) {
      const present = this.#buffers[slot];
      if (present?.size >= size) continue;
      present?.destroy(); // first, lest both need memory; what has been submitted is still executed
      this.#buffers[slot] = this.device.createBuffer({ size, usage: usageOfTensors() });
      this.#generation++;
    }
  }

  /** Gives the memory back: for when there are no recordings any more. */
  clear(): void {
    for (const buffer of this.#buffers) buffer.destroy();
    this.#buffers = [];
    this.#generation++;
  }
}

/** What TensorFlow.js does with the buffers of tensors. */
export function usageOfTensors(): number {
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  return STORAGE | COPY_SRC | COPY_DST;
}
