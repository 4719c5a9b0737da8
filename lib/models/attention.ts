import * as tf from "@tensorflow/tfjs-core";

/** What each head asks, offers and says: [batch, heads, positions, width / heads]. */
export interface Heads {
  query: tf.Tensor;
  key: tf.Tensor;
  value: tf.Tensor;
}

/**
 * Drops some of the weights and scales up the others, or gives `weights` back as they are. It is asked again for the
 * gradients, and must drop the same: tensors that it uses, such as a key, must live until then.
 *
 * @param part Names a part of the queries; each has its own dropout.
 */
export type DropWeights = (weights: tf.Tensor, part?: string) => tf.Tensor;

/**
 * How many positions ask at once. Scores of long sequences then stay in the processor's cache, and those of later
 * positions are not computed only to be masked: at 1,024 positions a step takes a quarter to a third less time.
 */
const QUERIES = 128;

/**
 * {@linkcode attend} of positions that see themselves and those before.
 *
 * @param mask The causal mask, [positions, positions].
 */
export function attendCausally(heads: Heads, mask: tf.Tensor2D, drop: DropWeights): tf.Tensor {
  const length = mask.shape[0];
  if (length <= QUERIES) return attend(heads, mask, drop);
  const parts: Part[] = [];
  for (let start = 0; start < length; start += QUERIES) {
    const end = Math.min(start + QUERIES, length);
    const seen = tf.slice(mask, [start, 0], [end - start, end]);
    parts.push({ start, end, keys: end, mask: seen, drop: (weights) => drop(weights, `.${start}`) });
  }
  return attendInParts(heads, parts);
}

/**
 * The values, weighed for each query by the softmax of its scores with the keys plus the mask.
 *
 * The weights are divided by their sum only after they have met the values, and the gradient of the softmax takes
 * its inner product from the output (Dao et al., 2022, "FlashAttention", appendix B): both happen on a head's width
 * instead of on all keys, which spares three of the passes over the scores.
 *
 * @param mask Broadcasts against the scores, [batch, heads, queries, keys].
 * @returns As `heads.query`.
 */
export function attend(heads: Heads, mask: tf.Tensor, drop: DropWeights): tf.Tensor {
  return attendInParts(heads, [{
    start: 0,
    end: heads.query.shape[2]!,
    keys: heads.key.shape[2]!,
    mask,
    drop,
  }]);
}

/** Queries from `start` to `end`, which see the first `keys` keys. Each part sees as many as the next, or fewer. */
interface Part {
  start: number;
  end: number;
  keys: number;
  mask: tf.Tensor;
  drop: DropWeights;
}

/**
 * Scores and their dropout are not kept for the gradients but computed again: with long sequences they would take most
 * of a GPU's memory. XLA finds that both are the same, and computes them once.
 */
function attendInParts({ query, key, value }: Heads, parts: Part[]): tf.Tensor {
  return tf.customGrad((...inputs) => {
    const [query, key, value] = inputs as tf.Tensor[], save = inputs[3] as unknown as tf.GradSaveFunc;
    const heads = { query, key, value };
    const weighed = parts.map((part) => tf.tidy(() => weigh(part, headsOf(heads, part))));
    const [output, highest, scale] = (["output", "highest", "scale"] as const).map((name) =>
      joinRows(weighed.map((part) => part[name]))
    );
    save([query, key, value, output, highest, scale, ...parts.map(({ mask }) => mask)]);
    return {
      value: output,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [query, key, value, output, highest, scale, ...masks] = saved;
        const heads = { query, key, value }, scaled = tf.mul(dy, scale);
        const along = tf.sum(tf.mul(scaled, output), -1, true);
        const gradients = parts.map((given, i) =>
          tf.tidy(() => {
            const part = { ...given, mask: masks[i] };
            const [ofHighest, ofScaled, ofAlong] = [highest, scaled, along].map((x) => queriesOf(x, part));
            return weighGradients(part, headsOf(heads, part), ofHighest, ofScaled, ofAlong);
          })
        );
        const [queries, keys, values] = [0, 1, 2].map((input) =>
          gradients.map((gradient) => gradient[input])
        );
        return [joinRows(queries), addRows(keys), addRows(values)];
      },
    };
  })(query, key, value);
}

/** The output of a part, the highest score of each query, and what the output was multiplied with. */
function weigh(part: Part, heads: Heads) {
  const scores = scoresOf(part, heads), highest = tf.max(scores, -1, true);
  const raised = tf.exp(tf.sub(scores, highest));
  const scale = tf.reciprocal(tf.sum(raised, -1, true));
  const weights = times(raised, keptOf(part, raised));
  return { output: tf.mul(tf.matMul(weights, heads.value), scale), highest, scale };
}

/** The gradients of a part's query, key and value. */
function weighGradients(
  part: Part,
  heads: Heads,
  highest: tf.Tensor,
  scaled: tf.Tensor,
  along: tf.Tensor,
): tf.Tensor[] {
  const raised = tf.exp(tf.sub(scoresOf(part, heads), highest));
  const kept = keptOf(part, raised);
  const dWeights = times(tf.matMul(scaled, heads.value, false, true), kept);
  const dScores = tf.mul(raised, tf.sub(dWeights, along));
  return [
    tf.matMul(dScores, heads.key),
    tf.matMul(dScores, heads.query, true),
    tf.matMul(times(raised, kept), scaled, true),
  ];
}

/** What dropout multiplies weights of that shape with; undefined where nothing is dropped. */
function keptOf({ drop }: Part, weights: tf.Tensor): tf.Tensor | undefined {
  const ones = tf.onesLike(weights), kept = drop(ones);
  return kept === ones ? undefined : kept;
}

const times = (x: tf.Tensor, kept: tf.Tensor | undefined) => kept === undefined ? x : tf.mul(x, kept);

function scoresOf({ mask }: Part, { query, key }: Heads): tf.Tensor {
  return tf.add(tf.matMul(query, key, false, true), mask);
}

function headsOf({ query, key, value }: Heads, part: Part): Heads {
  return { query: queriesOf(query, part), key: rows(key, 0, part.keys), value: rows(value, 0, part.keys) };
}

const queriesOf = (x: tf.Tensor, { start, end }: Part) => rows(x, start, end);

/** The positions of `x` [batch, heads, positions, width] from `start` to `end`. */
function rows(x: tf.Tensor, start: number, end: number): tf.Tensor {
  return end - start === x.shape[2] ? x : tf.slice(x, [0, 0, start, 0], [-1, -1, end - start, -1]);
}

const joinRows = (parts: tf.Tensor[]) => parts.length === 1 ? parts[0] : tf.concat(parts, 2);

/**
 * The sum of tensors each of which has more positions than the one before. It is put together from stretches to
 * which the same tensors contribute: XLA is much slower at adding what was padded with zeros.
 */
function addRows(parts: tf.Tensor[]): tf.Tensor {
  const stretches = parts.map((part, i) => {
    const start = i === 0 ? 0 : parts[i - 1].shape[2]!, end = part.shape[2]!;
    return tf.addN(parts.slice(i).map((longer) => rows(longer, start, end)));
  });
  return joinRows(stretches);
}
