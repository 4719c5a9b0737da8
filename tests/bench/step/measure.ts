import { join } from "node:path";
import { stepFlops } from "../../../lib/models/flops.ts";
import { SETTINGS } from "../../../lib/models/settings.ts";
import { compare, type Comparison, type Rounds } from "../side_by_side/compare.ts";
import type { Program } from "../side_by_side/worker.ts";
import { type Case, modelOf, type Work } from "./work.ts";

const program = (script: string, ...options: string[]): Program => [
  join(import.meta.dirname!, script),
  ...options,
];

/** What our step can be compared with. */
export const PEERS = {
  "ours-bfloat16": program("ours.ts", "--bfloat16"),
  torch: program("torch_peer.py"),
  "torch-compile": program("torch_peer.py", "--compile"),
  "torch-bfloat16": program("torch_peer.py", "--bfloat16"),
  jax: program("jax_peer.py"),
  "tf-xla": program("tf_xla_peer.py"),
  tfjs: program("tfjs_peer.ts"),
};
export type Peer = keyof typeof PEERS;

/** What our step on a GPU can be compared with. */
export const GPU_PEERS = {
  torch: program("torch_peer.py", "--cuda"),
  "torch-compile": program("torch_peer.py", "--cuda", "--compile"),
  jax: program("jax_peer.py", "--cuda"),
};
export type GpuPeer = keyof typeof GPU_PEERS;

/** How a case went. */
export interface Measured extends Case, Comparison {
  /** The share of the machine's peak that our step uses, from 0 to 1. */
  share: number;
  peak: number;
}

/** Times a case. @throws {UserError} If a worker fails, or if the losses of its first steps are not ours. */
export async function measure(work: Work, peers: readonly Peer[], rounds: Rounds): Promise<Measured> {
  const programs = Object.fromEntries(peers.map((name) => [name, PEERS[name]]));
  const found = await compare(program("ours.ts"), programs, work, rounds);
  const { setting, model, tokens, batch } = work;
  const flops = stepFlops(modelOf(work), SETTINGS[`${setting}-random`].trained, batch);
  const peak = found.peak!;
  return { setting, model, tokens, batch, ...found, peak, share: flops / found.ms.ours / 1e6 / peak };
}

/** Times a case on a GPU. @throws {UserError} As {@linkcode measure}. */
export async function measureOnGpu(
  work: Work,
  peers: readonly GpuPeer[],
  rounds: Rounds,
): Promise<Case & Comparison> {
  const programs = Object.fromEntries(peers.map((name) => [name, GPU_PEERS[name]]));
  const found = await compare(program("ours.ts", "--webgpu"), programs, work, { ...rounds, onGpu: true });
  const { setting, model, tokens, batch } = work;
  return { setting, model, tokens, batch, ...found };
}
