import type { BufferManager } from "./backend.ts";

/**
 * The memory of recordings beside that of all other tensors: replaying one overwrites its intermediate results. All
 * recordings share it, since none needs what it has left there before; but a buffer serves tensors of its own size only,
 * so that of sequences of several lengths each length has its buffers.
 */
export class Arena implements BufferManager {
  /** Whether a function is being recorded, which then computes in this memory. */
  recording = false;
  #free = new Map<string, GPUBuffer[]>();
  #shared = new Set<GPUBuffer>();
  /** What is kept for one use until it is destroyed. */
  #kept = new Set<GPUBuffer>();
  /** What has been kept for the present recording. */
  #reserved: GPUBuffer[] = [];
  /** Numbers from the host: tensors from elsewhere may be among them, so garbage collection frees these. */
  #constants = new WeakSet<GPUBuffer>();

  /** @param outer Holds all other tensors. */
  constructor(readonly device: GPUDevice, readonly outer: BufferManager) {}

  get numBytesUsed(): number {
    return this.outer.numBytesUsed;
  }

  get numBytesAllocated(): number {
    return [...this.#shared, ...this.#kept].reduce(
      (sum, { size }) => sum + size,
      this.outer.numBytesAllocated,
    );
  }

  /** Whether a buffer was made here. */
  has(buffer: GPUBuffer): boolean {
    return this.#shared.has(buffer) || this.#kept.has(buffer) || this.#constants.has(buffer);
  }

  /** Whether a buffer has numbers from the host, which a replay does not write again. */
  isConstant(buffer: GPUBuffer): boolean {
    return this.#constants.has(buffer);
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
    this.#shared.add(buffer);
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void {
    if (this.#kept.has(buffer) || this.#constants.has(buffer)) return;
    if (!this.#shared.has(buffer)) return this.outer.releaseBuffer(buffer, reuse);
    const key = keyOf(buffer.size, buffer.usage), free = this.#free.get(key);
    if (free === undefined) this.#free.set(key, [buffer]);
    else free.push(buffer);
  }

  /** Memory for one use, until it is destroyed. */
  keep(size: number, usage: number): GPUBuffer {
    const buffer = this.device.createBuffer({ size, usage });
    this.#kept.add(buffer);
    return buffer;
  }

  /** Memory for the present recording alone. */
  reserve(size: number, usage: number): GPUBuffer {
    const buffer = this.keep(size, usage);
    this.#reserved.push(buffer);
    return buffer;
  }

  /** What has been reserved since the last call. */
  takeReserved(): GPUBuffer[] {
    const reserved = this.#reserved;
    this.#reserved = [];
    return reserved;
  }

  /** Destroys what was kept. */
  destroy(buffers: Iterable<GPUBuffer>): void {
    for (const buffer of buffers) {
      this.#kept.delete(buffer);
      buffer.destroy();
    }
  }

  /** Gives the memory back that nothing uses: for when there are no recordings any more. */
  clear(): void {
    for (const buffer of [...this.#free.values()].flat()) {
      this.#shared.delete(buffer);
      buffer.destroy();
    }
    this.#free.clear();
  }

  dispose(): void {
    this.clear();
    this.destroy(this.#kept);
    this.outer.dispose();
  }
}

const keyOf = (size: number, usage: number) => `${size} ${usage}`;
