"""Build `analyzers/segmentation/names.tsv`: names of places from the gazetteer, and syllables of personal names.

    python tools/build_names.py knowledge/data/places.tsv > analyzers/segmentation/names.tsv

The sources of the gazetteer are given in `docs/places.md`. Family names and the usual syllables of personal names are
the lists below; they are general knowledge, as found in any dictionary of names.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FAMILY = """
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trịnh trương mai đào lâm phùng tô tạ hà
lương thái châu vương quách tăng triệu kiều cao chu la lưu tống thạch doãn mạc nông khổng nghiêm lại thân ninh giang lục
hứa tiêu văn quan từ uông tôn khuất mã ông đậu viên ung bạch nhâm
"""
GIVEN = """
văn thị hữu đức ngọc minh thanh xuân quốc công đình thế hồng kim thu bích mỹ quang tuấn hùng dũng hải sơn long nam phong
phúc lộc thọ khánh linh hương lan huệ cúc trúc đào nga hằng hạnh hiền thảo trang oanh yến phượng phương thúy thủy thư
vân anh tú tùng bách khoa duy khang kiên cường trung hiếu nghĩa tâm tài trí lợi lực thắng vinh quý phú thịnh hưng bảo
châu ánh diễm diệu nhung nhàn loan liên sen tuyết hoa hòa bình an ninh
"""
WEIGHTS = {"family": 30, "given": 15}
"""The weight of a syllable, as if that many places contained it.

Tuned on UD dev; twice or half as much changes little.
"""

TYPE = re.compile(r"^(?:TP|Q|H|TX|P|X|TT|ĐK|=) ")
NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


def place_names(table: str) -> set[str]:
    """Return the names of all places in the table, in lower case without unit types; numbered wards are left out."""
    lines = (line for line in table.splitlines() if not line.startswith("#"))
    names = {TYPE.sub("", field).lower() for line in lines for field in line.split("\t")}
    return {name for name in names if NAME.fullmatch(name)}


def main() -> None:
    """Print the table to standard output."""
    weights: dict[str, int] = {}
    for names, kind in ((FAMILY, "family"), (GIVEN, "given")):
        for name in names.split():
            weights[name] = weights.get(name, 0) + WEIGHTS[kind]
    print("# Made by tools/build_names.py: a name (or syllable of personal names), and its weight where it isn't 1")
    for name in sorted(place_names(Path(sys.argv[1]).read_text(encoding="utf-8")) | set(weights)):
        print(f"{name}\t{weights[name]}" if name in weights else name)


if __name__ == "__main__":
    main()
