"""Checks that need more than one cell: keys, places, words of figures, the ledger, and the line to the made-up."""

from __future__ import annotations

from zhiyi.city.packs.chains import Chain
from zhiyi.city.packs.checks import figures, keys, places, promises, synthetic, words


def check_pack(chain: Chain) -> None:
    """Judge the pack that the chain has just read; every fault goes to the chain's faults."""
    keys.check(chain)
    places.check(chain)
    words.check(chain)
    figures.check(chain)
    promises.check(chain)
    synthetic.check(chain)
