"""The Merkle tree of RFC 9162 (RFC 6962, section 2.1): what a log of hashes commits to.

Complete subtrees of 256, 65,536, … leaves are stored, so that a root or a proof of millions of
lines reads some hundreds of hashes.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import reduce
from typing import NamedTuple

#: How many nodes of one stored level make one of the next; level 0 are the leaves.
BRANCHES = 256
BITS = 8
EMPTY_ROOT = hashlib.sha256().digest()

#: Returns the hashes of a level from a position up to another, which is not included.
Read = Callable[[int, int, int], Sequence[bytes]]


class Node(NamedTuple):
    """The hash over a complete subtree of 256 to the power of its level leaves."""

    level: int
    position: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf; the zero byte keeps it apart from a node."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


def split(width: int) -> int:
    """Return the largest power of two below a width of at least 2: there a tree divides."""
    return 1 << ((width - 1).bit_length() - 1)


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of leaves, or of equally high subtrees."""
    frontier = Frontier()
    for each in hashes:
        frontier.push(each)
    return frontier.root()


class Tree:
    """The tree over the first lines of a log, read some stored hashes at a time."""

    def __init__(self, size: int, read: Read) -> None:
        self.size, self._read = size, read
        self._blocks: dict[tuple[int, int], Sequence[bytes]] = {}

    def root(self) -> bytes:
        """Return the tree's root."""
        return self._hash(0, self.size) if self.size else EMPTY_ROOT

    def path(self, number: int) -> list[bytes]:
        """Return the audit path of a leaf, from its neighbour up to the root's other half."""
        if not 0 <= number < self.size:
            raise ValueError("The tree has no such leaf.")
        first, last, found = 0, self.size, []
        while last - first > 1:
            middle = first + split(last - first)
            if number < middle:
                found.append(self._hash(middle, last))
                last = middle
            else:
                found.append(self._hash(first, middle))
                first = middle
        return found[::-1]

    def _hash(self, first: int, last: int) -> bytes:
        """Return the hash over some leaves; a stored subtree is not computed again."""
        width = last - first
        bits = width.bit_length() - 1
        if width == 1 << bits and bits % BITS == 0:
            return self._stored(bits // BITS, first >> bits)
        middle = first + split(width)
        return node_hash(self._hash(first, middle), self._hash(middle, last))

    def _stored(self, level: int, position: int) -> bytes:
        """Return a stored hash, read with those beside it."""
        block, place = divmod(position, BRANCHES)
        if (level, block) not in self._blocks:
            whole = self.size >> (BITS * level)
            last = min((block + 1) * BRANCHES, whole)
            self._blocks[level, block] = self._read(level, block * BRANCHES, last)
        return self._blocks[level, block][place]


class Frontier:
    """The right edge of a growing tree: the roots of its complete subtrees, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def push(self, leaf: bytes) -> list[Node]:
        """Add a leaf and return the stored nodes that it completes, lowest first."""
        nodes, top, bits = list[Node](), leaf, 0
        while self.size >> bits & 1:
            top, bits = node_hash(self._roots.pop(), top), bits + 1
            if bits % BITS == 0:
                nodes.append(Node(bits // BITS, self.size >> bits, top))
        self._roots.append(top)
        self.size += 1
        return nodes

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        if not self._roots:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self._roots))


def completed(size: int, leaves: Sequence[bytes], read: Read) -> list[Node]:
    """Return the nodes to store when leaves are added to a log of some size."""
    nodes: list[Node] = []
    level, first, hashes = 0, size, list(leaves)
    while hashes:
        start = first - first % BRANCHES
        hashes = [*read(level, start, first), *hashes]
        level, first = level + 1, start // BRANCHES
        whole = range(0, len(hashes) - BRANCHES + 1, BRANCHES)
        hashes = [root_of(hashes[each : each + BRANCHES]) for each in whole]
        nodes += [Node(level, first + place, each) for place, each in enumerate(hashes)]
    return nodes
