"""The tree is RFC 6962's: known roots and paths, and a proof of every leaf at every awkward size."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from elearning.records.merkle import Frontier, Node, Read, Tree, completed, leaf_hash, split

#: The leaves, roots and paths with which Certificate Transparency's implementations are tested.
LEAVES = [
    bytes.fromhex(each)
    for each in (
        *("", "00", "10", "2021", "3031", "40414243"),
        *("5051525354555657", "606162636465666768696a6b6c6d6e6f"),
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
#: Leaf and size, counted from 1 as the published vectors do.
PATHS = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (3, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (2, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
AWKWARD = (255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_793)


def numbered(size: int) -> list[bytes]:
    """Return the hashes of as many leaves."""
    return [leaf_hash(str(number).encode()) for number in range(size)]


def plain_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root as the RFC's definition reads."""
    if len(leaves) == 1:
        return leaves[0]
    middle = split(len(leaves))
    left, right = plain_root(leaves[:middle]), plain_root(leaves[middle:])
    return hashlib.sha256(b"\1" + left + right).digest()


def stored(leaves: Sequence[bytes], portion: int = 1000) -> Read:
    """Return the reader of a log that grew by portions."""
    kept: dict[int, list[bytes]] = {}

    def read(level: int, first: int, last: int) -> Sequence[bytes]:
        return kept.get(level, [])[first:last]

    for start in range(0, len(leaves), portion):
        new = leaves[start : start + portion]
        for node in completed(start, new, read):
            assert node.position == len(kept.setdefault(node.level, []))
            kept[node.level].append(node.hash)
        kept.setdefault(0, []).extend(new)
    return read


def root_by(path: Sequence[bytes], leaf: bytes, number: int, size: int) -> bytes:
    """Return the root that a path leads to, as RFC 9162, 2.1.3.2 says."""
    found, first, last = leaf, number, size - 1
    for other in path:
        if first & 1 or first == last:
            found = hashlib.sha256(b"\1" + other + found).digest()
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + other).digest()
        first, last = first >> 1, last >> 1
    assert last == 0
    return found


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    leaves = [leaf_hash(each) for each in LEAVES[:size]]
    assert Tree(size, stored(leaves)).root().hex() == ROOTS[size]


@pytest.mark.parametrize(("place", "path"), PATHS.items())
def test_paths_are_the_published_ones(place: tuple[int, int], path: list[str]) -> None:
    number, size = place
    leaves = [leaf_hash(each) for each in LEAVES[:size]]
    assert [each.hex() for each in Tree(size, stored(leaves)).path(number - 1)] == path


@pytest.mark.parametrize("size", range(1, 71))
def test_every_leaf_of_a_small_log_is_proved(size: int) -> None:
    leaves = numbered(size)
    tree = Tree(size, stored(leaves, 7))
    assert tree.root() == plain_root(leaves)
    for number, leaf in enumerate(leaves):
        assert root_by(tree.path(number), leaf, number, size) == tree.root()


@pytest.mark.parametrize("size", AWKWARD)
def test_leaves_are_proved_where_stored_subtrees_end(size: int) -> None:
    leaves = numbered(max(AWKWARD))  # the log has grown on: older sizes are proved all the same
    tree, root = Tree(size, stored(leaves)), plain_root(leaves[:size])
    assert tree.root() == root
    some_leaves = {0, 1, 254, size // 2, size - 2, size - 1, *AWKWARD}
    for number in {each for each in some_leaves if each < size}:
        assert root_by(tree.path(number), leaves[number], number, size) == root


@pytest.mark.parametrize("number", [-1, 5])
def test_what_is_not_in_the_tree_has_no_path(number: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        Tree(5, stored(numbered(5))).path(number)


@given(size=some.integers(1, 1200), portion=some.integers(1, 700), data=some.data())
def test_however_a_log_grows_its_proofs_hold(
    size: int, portion: int, data: some.DataObject
) -> None:
    leaves, number = numbered(size), data.draw(some.integers(0, size - 1))
    tree = Tree(size, stored(leaves, portion))
    assert root_by(tree.path(number), leaves[number], number, size) == plain_root(leaves)


@pytest.mark.parametrize("size", AWKWARD)
def test_one_pass_finds_every_root_and_the_nodes_in_order(size: int) -> None:
    leaves, frontier, passed = numbered(size), Frontier(), list[Node]()
    for leaf in leaves:
        passed += frontier.push(leaf)
    assert frontier.root() == plain_root(leaves)
    whole = completed(0, leaves, lambda *_: ())
    assert sorted(passed) == sorted(whole)
    ends = sorted(whole, key=lambda node: ((node.position + 1) << 8 * node.level, node.level))
    assert passed == ends


def test_a_proof_among_millions_reads_some_hundred_hashes() -> None:
    size, read = 25_000_000, list[int]()

    def count(level: int, first: int, last: int) -> list[bytes]:
        read.append(last - first)
        return [b"\0" * 32] * (last - first)

    assert len(Tree(size, count).path(12_345_678)) == 25
    assert sum(read) < 2_000
    assert len(read) <= 8
