import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../../lib/compiler/jit.ts";
import { allocated } from "./allocated.ts";
import { countCopies } from "./count_copies.ts";
import { testOnWebgpu as test, values, variableOf } from "./on_webgpu.ts";

test("each call computes anew from its arguments and the variables", async () => {
  const counter = tf.variable(tf.scalar(0));
  const count = jit((by: tf.Scalar) => {
    counter.assign(tf.add(counter, by));
    return tf.mul(counter, 10);
  });
  const results = [2, 3, 4].map((by) => count(tf.scalar(by)));
  assert.deepEqual(await Promise.all(results.map(values)), [[20], [50], [90]]);
  counter.assign(tf.scalar(100));
  assert.deepEqual(await values(count(tf.scalar(1))), [1010]);
  count.dispose();
  assert.deepEqual(await values(counter), [101]);
});

test("what has been read of a variable is not taken for what it holds later", async () => {
  const counter = tf.variable(tf.scalar(0));
  const count = jit(() => counter.assign(tf.add(counter, 1)));
  count();
  const before = counter.data();
  count();
  assert.deepEqual([...await before], [1]);
  assert.deepEqual(await values(counter), [2]);
  count();
  assert.deepEqual(await values(counter), [3]);
  count.dispose();
});

test("variables exchange their values, and an old one can be returned", async () => {
  const a = tf.variable(tf.scalar(1)), b = tf.variable(tf.scalar(2));
  const swap = jit(() => {
    const old = tf.clone(a) as tf.Scalar;
    a.assign(b as tf.Scalar);
    b.assign(old);
    return old;
  });
  assert.deepEqual(await Promise.all([swap(), a, b].map(values)), [[1], [2], [1]]);
  assert.deepEqual(await Promise.all([swap(), a, b].map(values)), [[2], [1], [2]]);
  swap.dispose();
});

test("tensors that once shared a variable's data keep their own values", async () => {
  const start = tf.scalar(1);
  const first = tf.variable(start), second = tf.variable(start);
  const count = jit(() => first.assign(tf.add(first, 1)));
  count();
  const copy = tf.clone(first), third = tf.variable(first);
  count();
  const found = await Promise.all([start, second, copy, third, first].map(values));
  assert.deepEqual(found.flat(), [1, 1, 2, 2, 3]);
  count.dispose();
});

test("other variables take the places of the first", async () => {
  const double = jit(({ weight }: { weight: tf.Variable }) => weight.assign(tf.mul(weight, 2)));
  const one = tf.variable(tf.scalar(1)), ten = tf.variable(tf.scalar(10));
  for (const weight of [one, ten, one, ten, ten]) double({ weight });
  assert.deepEqual([await values(one), await values(ten), double.compilations], [[4], [80], 1]);
  double.dispose();
});

test("calls leave alone what other functions and tensors have in memory", async () => {
  const grow = jit((x: tf.Tensor1D) => tf.cumsum(tf.add(tf.cumsum(x), 1)));
  const shrink = jit((x: tf.Tensor1D) => tf.cumsum(tf.sub(tf.cumsum(x), 1)));
  const x = tf.ones([64]) as tf.Tensor1D;
  const [grown, shrunk] = await Promise.all([grow(x), shrink(x)].map(values));
  const others = Array.from({ length: 20 }, (_, i) => tf.mul(tf.cumsum(x), i));
  for (let i = 0; i < 3; i++) {
    assert.deepEqual(await values(grow(x)), grown);
    assert.deepEqual(await values(shrink(x)), shrunk);
  }
  for (const [i, other] of others.entries()) {
    assert.deepEqual(await values(other), Array.from({ length: 64 }, (_, at) => (at + 1) * i));
  }
  grow.dispose();
  shrink.dispose();
});

test("numbers and tensors from elsewhere are those of the first call", async () => {
  const captured = tf.cumsum(tf.ones([3]));
  const add = jit((x: tf.Tensor) => tf.addN([x, captured, tf.tensor1d([10, 20, 30])]));
  add(tf.zeros([3]));
  captured.dispose();
  const others = Array.from({ length: 10 }, () => tf.cumsum(tf.ones([3])));
  assert.deepEqual(await values(add(tf.tensor1d([1, 1, 1]))), [12, 23, 34]);
  assert.equal(others.length, 10);
  add.dispose();
});

/** Such a variable, and a function that adds 1 to it. */
function counting(start: tf.TensorLike) {
  const counter = variableOf(start);
  return { counter, count: jit(() => counter.assign(tf.add(counter, 1))) };
}

test("variables from the surroundings are read anew, also where the host has their values", async () => {
  const counter = variableOf(0), pair = variableOf([1, 2]);
  const count = jit((by: tf.Scalar) => {
    counter.assign(tf.add(counter, by));
    pair.assign(tf.concat([tf.slice(pair, 1, 1), tf.reshape(counter, [1])]));
  });
  await pair.data();
  for (let i = 0; i < 3; i++) count(tf.scalar(1));
  assert.deepEqual([await values(counter), await values(pair)], [[3], [2, 3]]);
  count.dispose();
});

test("values are handed on from variable to variable, and returned, without computing", async () => {
  const source = variableOf(1), target = variableOf(2), third = variableOf(3);
  const hand = jit(() => {
    const last = tf.clone(third);
    third.assign(target);
    target.assign(source);
    return last;
  });
  assert.deepEqual(await values(hand()), [3]);
  source.assign(tf.scalar(7));
  assert.deepEqual((await Promise.all([hand(), source, target, third].map(values))).flat(), [2, 7, 7, 1]);
  hand.dispose();
});

test("a snapshot keeps its value when the variable is assigned to, or disposed", async () => {
  const { counter, count } = counting(0);
  count();
  const snapshot = tf.clone(counter);
  counter.assign(tf.scalar(100));
  count();
  const last = tf.clone(counter);
  counter.dispose();
  count.dispose();
  const other = jit(() => tf.add(1, 1)), made = other();
  assert.deepEqual((await Promise.all([snapshot, last, made].map(values))).flat(), [1, 101, 2]);
  other.dispose();
});

test("a snapshot keeps its value when another function finds the variable assigned to", async () => {
  const { counter, count } = counting(0);
  count();
  const snapshot = tf.clone(counter);
  counter.assign(tf.scalar(100));
  const double = jit(() => tf.mul(counter, 2)), doubled = double();
  assert.deepEqual((await Promise.all([snapshot, doubled, counter].map(values))).flat(), [1, 200, 100]);
  count.dispose();
  double.dispose();
});

test("a tensor that was at a variable's home is not taken for what was given before", async () => {
  const f = jit((x: tf.Tensor) => tf.mul(x, 10)), start = tf.cumsum(tf.tensor1d([1, 1]));
  f(start);
  const counter = tf.variable(start);
  start.dispose();
  const count = jit(() => counter.assign(tf.add(counter, 1)));
  count();
  count();
  const snapshot = tf.clone(counter);
  count();
  assert.deepEqual([await values(snapshot), await values(f(snapshot))], [[3, 4], [30, 40]]);
  f.dispose();
  count.dispose();
});

test("a read that comes late leaves a snapshot alone", async () => {
  const { counter, count } = counting([0]);
  count();
  const reading = counter.data();
  count();
  const snapshot = tf.clone(counter);
  count();
  assert.deepEqual([[...await reading], await values(snapshot), await values(counter)], [[1], [2], [3]]);
  count.dispose();
});

test("after a call that is refused, the next has its own arguments", async () => {
  let leftOver!: tf.Tensor;
  const keep = jit((x: tf.Tensor) => {
    leftOver = tf.keep(tf.cumsum(x));
    return tf.mul(x, 2);
  });
  const [a, b, c] = [1, 2, 3].map((value) => tf.cumsum(tf.tensor1d([value])));
  keep(a);
  const subtract = jit((x: tf.Tensor, y: tf.Tensor) => tf.sub(x, y));
  subtract(a, b);
  assert.throws(() => subtract(c, leftOver), /left over/);
  assert.deepEqual(await values(subtract(c, b)), [1]);
  leftOver.dispose();
  keep.dispose();
  subtract.dispose();
});

for (const disposes of [false, true]) {
  test(`a function captures a snapshot of a variable that was reassigned${disposes ? ", and holds it" : ""}`, async () => {
    const { counter, count } = counting([1, 1]);
    count();
    const snapshot = tf.clone(counter);
    tf.tidy(() => counter.assign(tf.tensor1d([100, 100])));
    const add = jit((x: tf.Tensor) => {
      counter.assign(tf.mul(snapshot, 2));
      return tf.add(x, snapshot);
    });
    for (let call = 0; call < 2; call++) {
      assert.deepEqual(await values(add(tf.tensor1d([1, 2]))), [3, 4]);
      assert.deepEqual(await values(counter), [4, 4]);
      if (disposes) snapshot.dispose();
      count();
    }
    add.dispose();
    count.dispose();
  });
}

test("recorded steps and others take turns", async () => {
  const { counter, count } = counting([1, 1]), other = variableOf([7]);
  for (let turn = 0; turn < 3; turn++) {
    count();
    tf.tidy(() => counter.assign(tf.add(counter, 1)));
  }
  const double = jit((variable: tf.Variable) => variable.assign(tf.mul(variable, 2)));
  double(other);
  const doubled = tf.mul(other, 2);
  other.dispose();
  double(counter);
  assert.deepEqual([await values(counter), await values(doubled)], [[14, 14], [28]]);
  count.dispose();
  double.dispose();
});

test("a variable that was assigned another one's value has one of its own", async () => {
  const third = variableOf(0), first = variableOf(1);
  const count = jit((variable: tf.Variable) => variable.assign(tf.add(variable, 1)));
  count(first);
  third.assign(first);
  count(third);
  count(first);
  count(third);
  assert.deepEqual([await values(first), await values(third)], [[3], [4]]);
  count.dispose();
});

test("what was cast from booleans or integers comes as numbers", async () => {
  const mask = variableOf([0, 0]);
  const add = jit((x: tf.Tensor) => {
    mask.assign(tf.cast(tf.greater(x, 0.5), "float32"));
    return tf.add(x, 1);
  });
  const found = [[3, 1], [1, 3]].map((x) => add(tf.cast(tf.greater(x, 2), "float32")));
  assert.deepEqual(await Promise.all(found.map(values)), [[2, 1], [1, 2]]);
  assert.deepEqual(await values(mask), [0, 1]);
  assert.deepEqual(await values(add(tf.tensor1d([0.25, 0.75]))), [1.25, 1.75]);
  assert.deepEqual(await values(mask), [0, 1]);
  add.dispose();
});

test("a variable that was assigned what was cast from integers is read as numbers", async () => {
  const weight = variableOf([0, 0]);
  tf.tidy(() => weight.assign(tf.cast(tf.tensor1d([3, 4], "int32"), "float32")));
  const half = jit(() => tf.mul(weight, 0.5));
  assert.deepEqual(await values(half()), [1.5, 2]);
  tf.tidy(() => weight.assign(tf.tensor1d([0.5, 1.5])));
  assert.deepEqual(await values(half()), [0.25, 0.75]);
  half.dispose();
});

test("numbers from the host that a program adds to are the same at each call", async () => {
  const scatter = jit((index: tf.Tensor1D, x: tf.Scalar) =>
    [0, 5].map((rest) => tf.sparseToDense(index, x, [4], rest))
  );
  const found = [0, 2].flatMap((index) => scatter(tf.tensor1d([index], "int32"), tf.scalar(1)));
  const expected = [[1, 0, 0, 0], [1, 5, 5, 5], [0, 0, 1, 0], [5, 5, 1, 5]];
  assert.deepEqual(await Promise.all(found.map(values)), expected);
  scatter.dispose();
});

test("jit inside jit and under tf.grad is transparent", async () => {
  const square = jit((x: tf.Tensor) => tf.square(x));
  const twice = jit((x: tf.Tensor) => square(square(x)));
  for (const x of [3, 2]) assert.deepEqual(await values(twice(tf.scalar(x))), [x ** 4]);
  assert.deepEqual(await values(tf.grad((x) => square(x))(tf.scalar(3))), [6]);
  assert.equal(square.compilations, 0);
  twice.dispose();
});

test("of more commands than are submitted at once each is executed", async () => {
  const count = jit((x: tf.Tensor) => {
    for (let i = 0; i < 600; i++) x = tf.cumsum(x);
    return x;
  });
  assert.deepEqual(await values(count(tf.tensor1d([1, 0]))), [1, 600]);
  count.dispose();
});

test("an optimizer of TensorFlow.js takes the same steps recorded as not", async () => {
  const losses = await Promise.all([false, true].map(async (recorded) => {
    const weight = variableOf([[1, -2], [3, 0.5]]), optimizer = tf.train.adam(0.1);
    const step = () =>
      optimizer.minimize(() => tf.mean(tf.square(tf.sub(weight, 1))) as tf.Scalar, true, [weight])!;
    const compiled = jit(step);
    const found = Array.from({ length: 6 }, (_, i) => recorded && i > 0 ? compiled() : step());
    const read = (await Promise.all(found.map(values))).flat();
    compiled.dispose();
    optimizer.dispose();
    return read;
  }));
  losses[0].forEach((loss, i) =>
    assert(Math.abs(loss - losses[1][i]) < 1e-5, `${losses[1]}, not ${losses[0]}`)
  );
});

test("tensors that come again are those that came before, and others are not", async () => {
  const subtract = jit((x: tf.Tensor, y: tf.Tensor) => tf.sub(x, y));
  const [one, two, three] = [1, 2, 3].map((value) => tf.cumsum(tf.tensor1d([value])));
  const pairs = [[one, two], [one, two], [two, two], [one, three], [three, one], [one, three]];
  for (const expectedCopies of [null, 1 + 0 + 1 + 2 + 2 + 2]) {
    const copies = countCopies();
    const found = await Promise.all(pairs.map(([x, y]) => values(subtract(x, y))));
    assert.deepEqual(found.flat(), [-1, -1, 0, -2, 2, -2]);
    // Each result is copied, too, and copied to be read; at first, tensors may come from the host.
    if (expectedCopies !== null) assert.equal(copies(), expectedCopies + 2 * pairs.length);
    else copies();
  }
  subtract.dispose();
});

test("variables that come from another backend with shared data keep their own values", async () => {
  await tf.setBackend("cpu");
  const start = tf.scalar(1);
  const first = tf.variable(start), second = tf.variable(start);
  await tf.setBackend("webgpu");
  const step = jit((first: tf.Variable, second: tf.Variable) => {
    first.assign(tf.add(first, start));
    second.assign(tf.add(second, tf.scalar(10)));
  });
  step(first, second);
  step(first, second);
  assert.deepEqual((await Promise.all([first, second, start].map(values))).flat(), [3, 21, 1]);
  step.dispose();
});

test("a function that breaks the rules is refused, and changes nothing", async () => {
  const weight = tf.variable(tf.scalar(1)), captured = tf.cumsum(tf.ones([5]));
  const breaking = (rule: () => void) =>
    jit(() => {
      weight.assign(tf.mul(weight, 2));
      rule();
    });
  assert.throws(breaking(() => weight.dataSync()), /found a tensor that is being traced by jit/);
  assert.throws(breaking(() => tf.randomNormal([2])), /to draw no random numbers/);
  const make = () => ["new", "newer"].forEach((name) => tf.variable(tf.scalar(0), true, name));
  assert.throws(breaking(make), /no variables but it made 'new'/);
  assert.deepEqual(Object.values(tf.engine().registeredVariables), [weight]);
  assert.throws(breaking(() => assert.fail("its own")), /its own/);
  const fail = breaking(() => assert.fail(`not of ${tf.cumsum(captured).shape}`));
  assert.throws(fail, /not of 5/);
  const before = allocated();
  assert.throws(fail, /not of 5/);
  assert.equal(allocated(), before);
  await tf.setBackend("cpu");
  const elsewhere = variableOf(5);
  await tf.setBackend("webgpu");
  assert.throws(breaking(() => elsewhere.assign(tf.add(elsewhere, 1))), /found one of another backend/);
  assert.deepEqual(await values(elsewhere), [5]);
  assert.deepEqual(await values(weight), [1]);
});

test("a variable that is disposed is named", () => {
  const gone = tf.variable(tf.scalar(1), true, "gone");
  const read = jit(() => tf.add(gone, 1));
  read();
  gone.dispose();
  assert.throws(() => read(), /Expected variable 'gone', which the function uses, but found it disposed/);
  const other = jit(() => tf.add(1, 1)); // for which what was recorded of 'gone' makes room
  other();
  assert.throws(() => read(), /Expected a tensor but found one that is disposed/);
  other.dispose();
  read.dispose();
  return Promise.resolve();
});

test("a function that disposes a variable leaves nothing of it behind", () => {
  const changed = variableOf([2]);
  const end = jit((x: tf.Tensor) => {
    changed.assign(tf.cumsum(x));
    changed.dispose();
    return tf.add(x, 1);
  });
  end(tf.tensor1d([1]));
  end.dispose();
  return Promise.resolve();
});

test("a function that is disposed gives the memory of its programs' sizes back", () => {
  const x = tf.ones([9]);
  const used = [0, 1].map(() => {
    const sum = jit((x: tf.Tensor) => tf.cumsum(tf.cumsum(x)));
    tf.dispose(sum(x));
    sum.dispose();
    return allocated();
  });
  assert.equal(used[1], used[0]);
  return Promise.resolve();
});

test("functions recorded for variables that are no more give their memory back", async () => {
  const size = 1 << 20, sums = jit((weight: tf.Variable, x: tf.Tensor) => tf.cumsum(tf.add(weight, x)));
  const used: number[] = [];
  for (let run = 0; run < 5; run++) {
    const of = size + 4 * run; // a size of its own: no other run's memory fits
    const weight = tf.variable(tf.ones([of])), x = tf.ones([of]);
    const before = allocated();
    await sums(weight, x).data();
    used.push(allocated() - before);
    tf.dispose([weight, x]);
  }
  // TensorFlow.js keeps the arrays that it has made to use them again: x, the result and a copy of it to be read.
  for (const bytes of used.slice(1)) assert(bytes < 4.5 * 4 * size, `${bytes / 4 / size} arrays more`);
  sums.dispose();
});

test("calls with arguments of several lengths take the memory of the longest", async () => {
  const terms = Array.from({ length: 12 }, (_, i) => i);
  const sum = jit((x: tf.Tensor1D) => tf.addN(terms.map((i) => tf.cumsum(tf.mul(x, i)))));
  const used: number[] = [];
  for (const length of [60_000, 100_000, 90_000, 80_000, 60_000, 100_000]) {
    const before = allocated(), ones = tf.ones([length]) as tf.Tensor1D;
    const found = await values(sum(ones));
    used.push((allocated() - before) / 4 / length);
    for (const at of [0, 1, 59_999, length - 1]) assert.equal(found[at], (at + 1) * 66);
  }
  assert(used[0] > 14, `${used[0]} arrays`); // the terms, their sum, and four that follow
  // Arrays of 100,000 numbers replace those of 60,000, and shorter ones fit in.
  assert(used[1] < 4 + 0.45 * (used[0] - 4), `${used[1]} arrays more`);
  for (const arrays of used.slice(2)) assert(arrays < 4.5, `${arrays} arrays more`);
  const before = allocated();
  sum.dispose();
  assert(before - allocated() > 12 * 4 * 100_000);
});

test("a tensor that is left over from recording says so when it is used, and can be disposed", async () => {
  const leftOver: tf.Tensor[] = [];
  const keep = jit((x: tf.Tensor) => {
    leftOver.push(tf.keep(tf.cumsum(x)), tf.keep(tf.add(x, 1)));
    return tf.mul(x, 2);
  });
  assert.deepEqual(await values(keep(tf.tensor1d([1, 2]))), [2, 4]);
  for (const tensor of leftOver) {
    await assert.rejects(tensor.data(), /left over when jit had traced a function/);
    assert.throws(() => keep(tensor), /left over when jit had traced a function/);
  }
  assert.deepEqual(await values(keep(tf.tensor1d([3, 4]))), [6, 8]);
  tf.dispose(leftOver);
  keep.dispose();
});

test("what both functions are given is not copied anew for each, in whatever order", async () => {
  const [x, shared] = [1, 2].map((value) => tf.cumsum(tf.fill([8], value)));
  const double = jit((x: tf.Tensor) => tf.mul(x, 2)), add = jit((x: tf.Tensor, y: tf.Tensor) => tf.add(x, y));
  const round = () => [double(shared), add(x, shared)];
  round();
  const copies = countCopies();
  const found = round();
  assert.equal(copies(), 2); // of the results
  assert.deepEqual((await Promise.all(found.map(values))).map(([first]) => first), [4, 3]);
  double.dispose();
  add.dispose();
});

test("functions share what both are given, and each finds its own arguments", async () => {
  const add = jit((x: tf.Tensor, y: tf.Tensor) => tf.add(x, y));
  const subtract = jit((y: tf.Tensor, x: tf.Tensor) => tf.sub(x, y));
  const [a, b, c] = [1, 10, 100].map((value) => tf.cumsum(tf.fill([1 << 16], value)));
  await values(add(a, b));
  const before = allocated();
  const first = async (tensor: tf.Tensor) => (await values(tensor))[0];
  const copies = countCopies();
  assert.equal(await first(subtract(b, a)), -9);
  assert.equal(copies(), 2); // of the result, and to read it
  assert(allocated() - before < 3.5 * 4 * (1 << 16)); // its result, a copy to be read, and a slot
  assert.deepEqual([await first(add(a, c)), await first(subtract(a, b))], [101, 9]);
  assert.deepEqual([await first(add(b, b)), await first(subtract(c, a))], [20, -99]);
  add.dispose();
  assert.equal(await first(subtract(c, a)), -99);
  subtract.dispose();
});

test("a variable that is frozen or unfrozen later is", async () => {
  const given = variableOf(1), captured = variableOf(1);
  const step = jit((given: tf.Variable) => {
    const { grads } = tf.variableGrads(() => tf.mul(given, captured) as tf.Scalar);
    for (const variable of [given, captured]) {
      const gradient = grads[variable.name];
      if (gradient) variable.assign(tf.sub(variable as tf.Tensor, gradient));
    }
  });
  const trained = async (...trainable: [boolean, boolean]) => {
    [given.trainable, captured.trainable] = trainable;
    given.assign(tf.scalar(3));
    captured.assign(tf.scalar(2));
    step(given);
    return [...await values(given), ...await values(captured)];
  };
  assert.deepEqual(await trained(true, true), [1, -1]);
  assert.deepEqual(await trained(false, true), [3, -1]);
  assert.deepEqual(await trained(true, false), [1, 2]);
  step.dispose();
});

test("a function that changes its arguments, or has an optimizer make its variables, is refused", async () => {
  const weight = variableOf(1), optimizer = tf.train.adam(0.1);
  const change = jit((state: { w: tf.Tensor }) => void (state.w = tf.neg(state.w)));
  assert.throws(() => change({ w: tf.scalar(1) }), /among its arguments as they are but it changed them/);
  const step = () => void optimizer.minimize(() => tf.square(weight) as tf.Scalar, false, [weight]);
  const compiled = jit(step);
  assert.throws(compiled, /to make no variables but it made .*take the first step without jit/);
  step();
  compiled();
  assert((await values(weight))[0] < 0.81);
  compiled.dispose();
  optimizer.dispose();
});

test("values that are not waited for are refused", async () => {
  const computed = tf.neg(tf.ones([3000])); // fewer would be computed on the host
  assert.throws(() => computed.dataSync(), {
    name: "UserError",
    message: /^Expected values to be waited for .*: `await tensor\.data\(\)`$/,
  });
  await computed.data();
  assert.equal(computed.dataSync()[0], -1); // as the host has them now
});
