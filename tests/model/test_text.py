"""Text that can leave the process."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from timtin.model.text import without_surrogates


@given(st.text(st.characters()))
def test_text_without_surrogates_can_be_written(text: str) -> None:
    clean = without_surrogates(text)
    clean.encode()
    assert without_surrogates(clean) is clean
    assert len(clean) <= len(text)
