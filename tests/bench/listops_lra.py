"""Times the algorithm of Long Range Arena's ListOps generator in Python.

Our own program with the structure of theirs (lra_benchmarks/data/listops.py): trees are nested pairs in a set,
turned into value and text by recursion. NumPy is replaced by the standard library, which is faster on such short
lists, so the original takes longer. Prints {"generateSeconds", "textSeconds", "meanLength"} as JSON.

usage: python3 listops_lra.py EXAMPLES
"""

import json
import random
import statistics
import sys
import time

OPERATORS = ("[MIN", "[MAX", "[MED", "[SM")


def tree(level, deepest, most):
    if level == deepest or random.random() > 0.25:
        return random.choice(range(10)), 1
    size = 2
    arguments = []
    for _ in range(random.randint(2, most)):
        argument, symbols = tree(level + 1, deepest, most)
        arguments.append(argument)
        size += symbols
    pair = (random.choice(OPERATORS), arguments[0])
    for argument in arguments[1:]:
        pair = (pair, argument)
    return (pair, "]"), size


def text(node):
    if isinstance(node, tuple):
        return "( " + text(node[0]) + " " + text(node[1]) + " )"
    return str(node)


def value(node):
    if not isinstance(node, tuple):
        return node
    left, right = value(node[0]), value(node[1])
    if left in OPERATORS:
        return left, [right]
    operator, arguments = left
    if right != "]":
        return operator, arguments + [right]
    if operator == "[MIN":
        return min(arguments)
    if operator == "[MAX":
        return max(arguments)
    if operator == "[MED":
        return int(statistics.median(arguments))
    return sum(arguments) % 10


def main(examples):
    start = time.perf_counter()
    trees = set()
    lengths = 0
    while len(trees) < examples:
        root, size = tree(1, 10, 10)
        if 500 < size < 2000:
            before = len(trees)
            trees.add(root)
            lengths += size * (len(trees) - before)
    for root in trees:
        value(root)
    valued = time.perf_counter()
    for root in trees:
        text(root)
    written = time.perf_counter()
    print(json.dumps({
        "generateSeconds": valued - start,
        "textSeconds": written - valued,
        "meanLength": lengths / examples,
    }))


if __name__ == "__main__":
    main(int(sys.argv[1]))
