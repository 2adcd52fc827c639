"""A small collection about one event, for tests of matching and scoring, and random queries over `articles`."""

from __future__ import annotations

from hypothesis import strategies as st

import timtin

EVENT = "Lũ quét ở bản Nậm Mòn cuốn trôi cầu treo Suối Vạc."
NEWS = (
    *(timtin.Article(id=f"other{n}", title=f"Tin số {n}", body="Xã là nơi họp của dân, nói gì.") for n in range(60)),
    timtin.Article(id="flood", title="Lũ quét bản Nậm Mòn", body=EVENT + " Nước rút chậm."),
    timtin.Article(id="bridge", title="Dựng lại nơi ấy", body="Cầu treo Suối Vạc được dựng lại sau mưa. Dân qua sông."),
    timtin.Article(id="unlike", title="Mưa ở nơi khác", body="Mưa to, dân qua sông bằng đò. Nước lên cao."),
    timtin.Article(id="net", title="DECnet", body="DECnet do một hãng máy tính làm ra."),
)  # fmt: skip

QUERIES = st.lists(
    st.sampled_from(
        ["dân", "vận", "khéo", "chợ", "xã", "họp", "là", "gì", "xyzzy", "trong cay", "OR", '"ủy ban"', "vậ*", "-giá"]
    ),
    min_size=1, max_size=7,
).map(" ".join)  # fmt: skip
