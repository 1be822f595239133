"""Region codes: their length says the level, their first digits say the parent.

Towns that a functional zone administers keep the code of the county around them, so a zone only has to share the
digits of the prefecture.
"""

from __future__ import annotations

from zhiyi.city.packs.chains import Chain
from zhiyi.city.packs.rows import Region
from zhiyi.kernel.messages import Message

LEVELS = ("country", "province", "prefecture", "county", "township", "village")
_LENGTH = {"country": 6, "province": 6, "prefecture": 6, "county": 6, "township": 9, "village": 12}
_KINDS = {
    "country": {"country"},
    "province": {"province"},
    "prefecture": {"prefecture_city"},
    "county": {"district", "county", "county_city"},
    "township": {"street", "town", "township"},
    "village": {"community", "village"},
}
_FREE_KINDS = {"functional_zone", "other"}


def check(chain: Chain) -> None:
    """Note regions whose code, level, kind and parent contradict one another."""
    by_code = {region.code: region for region in chain.all(Region)}
    for region in chain.fresh(Region):
        if region.kind not in _KINDS[region.level] | _FREE_KINDS:
            allowed = tuple(sorted(_KINDS[region.level] | _FREE_KINDS))
            chain.fault(
                region, "kind", Message("pack.kind_of_level", value=region.kind, level=region.level, allowed=allowed)
            )
        if not _code_fits_level(region):
            chain.fault(region, "code", Message("pack.code_of_level", value=region.code, level=region.level))
        elif region.parent in by_code and region.parent != region.code:
            _check_parent(chain, region, by_code[region.parent])
        elif not region.parent and not _may_stand_on_top(chain, region):
            chain.fault(region, "parent", Message("pack.region_without_parent", code=region.code), value="")


def _code_fits_level(region: Region) -> bool:
    code = region.code
    if "-" in code:
        return region.kind == "functional_zone"
    if len(code) != _LENGTH[region.level]:
        return False
    if region.level in ("country", "province"):
        return code.endswith("0000")
    if region.level == "prefecture":
        return code.endswith("00") and not code.endswith("0000")
    return region.level != "county" or not code.endswith("00")


def _check_parent(chain: Chain, region: Region, parent: Region) -> None:
    zones = "functional_zone" in (region.kind, parent.kind)
    if not zones and LEVELS.index(parent.level) >= LEVELS.index(region.level):
        why = Message("pack.parent_not_above", value=region.parent, level=region.level, parent_level=parent.level)
        chain.fault(region, "parent", why)
        return
    shared = _shared_prefix(region, parent)
    if not region.code.startswith(shared):
        why = Message("pack.code_of_parent", value=region.code, parent=parent.code, prefix=shared)
        chain.fault(region, "code", why)


def _shared_prefix(region: Region, parent: Region) -> str:
    """Digits that a code takes over from its parent's."""
    digits = parent.code[:6] if "-" in parent.code else parent.code
    if parent.level == "country":
        return ""
    if parent.level == "province":
        return digits[:2]
    if "-" in region.code and "-" not in parent.code and len(digits) == 6:
        return digits
    if "functional_zone" in (region.kind, parent.kind) or (parent.level == "prefecture" and region.level == "county"):
        return digits[:4]
    return digits


def _may_stand_on_top(chain: Chain, region: Region) -> bool:
    return region.level in LEVELS[:3] or region.code == chain.info.region
