import { type Program, programsIn } from "../side_by_side/worker.ts";

/** What steps are timed on. */
export interface Hardware {
  ours: Program;
  /** What our step can be compared with. */
  peers: Readonly<Record<string, Program>>;
  defaultPeers: readonly string[];
  /** The size of a batch by the length of its sequences. */
  batches: Readonly<Record<number, number>>;
}

const program = programsIn(import.meta.dirname!);

/** The processor: sequences as of CIFAR10's patches and of CIFAR10-LRA's pixels. */
export const CPU: Hardware = {
  ours: program("ours.ts"),
  peers: {
    "ours-bfloat16": program("ours.ts", "--bfloat16"),
    torch: program("torch_peer.py"),
    "torch-compile": program("torch_peer.py", "--compile"),
    "torch-bfloat16": program("torch_peer.py", "--bfloat16"),
    jax: program("jax_peer.py"),
    "tf-xla": program("tf_xla_peer.py"),
    tfjs: program("tfjs_peer.ts"),
  },
  defaultPeers: ["ours-bfloat16", "torch", "jax", "tf-xla", "tfjs"],
  batches: { 64: 8, 1024: 1 },
};

/** A GPU, ours through WebGPU and the peers through CUDA: sequences also as of ListOps at its full length. */
export const GPU: Hardware = {
  ours: program("ours.ts", "--webgpu"),
  peers: {
    torch: program("torch_peer.py", "--cuda"),
    "torch-compile": program("torch_peer.py", "--cuda", "--compile"),
    jax: program("jax_peer.py", "--cuda"),
  },
  defaultPeers: ["torch", "jax"],
  batches: { 64: 8, 1024: 8, 2000: 8 },
};
