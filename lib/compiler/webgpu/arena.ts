import type { BufferManager } from "./backend.ts";
import { Slots } from "./slots.ts";

/**
 * Memory beside that of all other tensors. While a function is recorded, its tensors get intermediates: buffers in
 * name only, whose commands are not executed. What of {@linkcode Slots} each is in is decided when all are known.
 */
export class Arena implements BufferManager {
  /** Whether a function is being recorded. */
  recording = false;
  readonly slots: Slots;
  #intermediates = new WeakSet<GPUBuffer>();
  /** What is kept for one use until it is destroyed. */
  #kept = new Set<GPUBuffer>();
  /** What has been kept for the present recording. */
  #reserved: GPUBuffer[] = [];
  /** Numbers from the host: tensors from elsewhere may be among them, so garbage collection frees these. */
  #constants = new WeakSet<GPUBuffer>();

  /** @param outer Holds all other tensors. */
  constructor(readonly device: GPUDevice, readonly outer: BufferManager) {
    this.slots = new Slots(device);
  }

  get numBytesUsed(): number {
    return this.outer.numBytesUsed;
  }

  get numBytesAllocated(): number {
    const kept = [...this.#kept].reduce((sum, { size }) => sum + size, 0);
    return this.outer.numBytesAllocated + this.slots.numBytes + kept;
  }

  /** Whether a buffer was made here. */
  has(buffer: GPUBuffer): boolean {
    return this.isIntermediate(buffer) || this.#kept.has(buffer) || this.isConstant(buffer);
  }

  /** Whether a buffer is one in name only. */
  isIntermediate(buffer: GPUBuffer): boolean {
    return this.#intermediates.has(buffer);
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
    // TensorFlow.js asks whether it is an instance of GPUBuffer.
    const intermediate = Object.create(GPUBuffer.prototype, {
      size: { value: size },
      usage: { value: usage },
    });
    this.#intermediates.add(intermediate);
    return intermediate;
  }

  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void {
    if (!this.has(buffer)) this.outer.releaseBuffer(buffer, reuse);
  }

  /** Runs `act` as if no function were being recorded. */
  beside<Result>(act: () => Result): Result {
    const { recording } = this;
    this.recording = false;
    try {
      return act();
    } finally {
      this.recording = recording;
    }
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

  dispose(): void {
    this.slots.clear();
    this.destroy(this.#kept);
    this.outer.dispose();
  }
}
