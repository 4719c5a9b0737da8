import type { Command } from "./commands.ts";

/** What a device makes a bind group of, in its place while a function is recorded. */
export type Bindings = Pick<GPUBindGroupDescriptor, "layout"> & { buffers: GPUBufferBinding[] };

/** An encoder that notes down in `commands` what it is told to do; what it finishes is empty. */
export function notingEncoder(device: GPUDevice, commands: Command[]): GPUCommandEncoder {
  return {
    beginComputePass: () => notingPass(commands),
    copyBufferToBuffer(from: GPUBuffer, _fromOffset: 0, to: GPUBuffer, _toOffset: 0, size: number) {
      commands.push({ from, to, size });
    },
    finish: () => device.createCommandEncoder().finish(),
  } as unknown as GPUCommandEncoder;
}

function notingPass(commands: Command[]): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline, bound: Bindings;
  return {
    setPipeline: (given: GPUComputePipeline) => pipeline = given,
    setBindGroup: (_index: 0, given: Bindings) => bound = given,
    dispatchWorkgroups(x: number, y = 1, z = 1) {
      commands.push({ pipeline, layout: bound.layout, bindings: bound.buffers, workgroups: [x, y, z] });
    },
    end() {},
  } as unknown as GPUComputePassEncoder;
}
