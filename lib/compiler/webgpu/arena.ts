import type { BufferManager } from "./gpu.ts";

/**
 * The memory of recordings beside that of all other tensors: replaying one overwrites its intermediate results. All
 * recordings share it, since none needs what it has left there before.
 */
export class Arena implements BufferManager {
  /** Whether a function is being recorded, which then computes in this memory. */
  recording = false;
  #free = new Map<string, GPUBuffer[]>();
  #owned = new Set<GPUBuffer>();
  /** What no other recording may write to: numbers from the host... */
  #constants = new WeakSet<GPUBuffer>();
  /** ... and what is there for a recording alone, which has it destroyed in the end. */
  #reserved: GPUBuffer[] = [];

  /** @param outer Holds all other tensors. */
  constructor(readonly device: GPUDevice, readonly outer: BufferManager) {}

  get numBytesUsed(): number {
    return this.outer.numBytesUsed;
  }

  get numBytesAllocated(): number {
    return [...this.#owned].reduce((sum, { size }) => sum + size, this.outer.numBytesAllocated);
  }

  has(buffer: GPUBuffer): boolean {
    return this.#owned.has(buffer) || this.#constants.has(buffer);
  }

  acquireBuffer(size: number, usage: number, mappedAtCreation = false, reuse = true): GPUBuffer {
    if (!this.recording) return this.outer.acquireBuffer(size, usage, mappedAtCreation, reuse);
    if ((usage & GPUBufferUsage.UNIFORM) !== 0) return this.reserve(size, usage); // the shapes of a program's tensors
    if (mappedAtCreation) {
      const constant = this.device.createBuffer({ size, usage, mappedAtCreation });
      this.#constants.add(constant);
      return constant;
    }
    const free = this.#free.get(keyOf(size, usage))?.pop();
    if (free !== undefined) return free;
    const buffer = this.device.createBuffer({ size, usage });
    this.#owned.add(buffer);
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void {
    if (this.#constants.has(buffer)) return; // it lives as long as the recording
    if (!this.#owned.has(buffer)) return this.outer.releaseBuffer(buffer, reuse);
    const key = keyOf(buffer.size, buffer.usage), free = this.#free.get(key);
    if (free === undefined) this.#free.set(key, [buffer]);
    else free.push(buffer);
  }

  /** Memory for the present recording alone. */
  reserve(size: number, usage: number): GPUBuffer {
    const buffer = this.device.createBuffer({ size, usage });
    this.#constants.add(buffer);
    this.#reserved.push(buffer);
    return buffer;
  }

  /** What has been reserved since the last call. */
  takeReserved(): GPUBuffer[] {
    const reserved = this.#reserved;
    this.#reserved = [];
    return reserved;
  }

  /** Gives the memory back that nothing uses: for when there are no recordings any more. */
  clear(): void {
    for (const buffer of [...this.#free.values()].flat()) {
      this.#owned.delete(buffer);
      buffer.destroy();
    }
    this.#free.clear();
  }
}

const keyOf = (size: number, usage: number) => `${size} ${usage}`;
