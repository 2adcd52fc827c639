from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import fold, tokenize
from timtin.analyzers.normalization.orthography import replace_y_with_i

FORMS = [
    # a normal or folded form, the common form of its spellings
    ("kỹ", "kĩ"), ("kĩ", "kĩ"), ("mỹ", "mĩ"), ("lý", "lí"), ("tỷ", "tỉ"), ("y", "i"), ("ý", "í"),
    ("quý", "quí"), ("quỳnh", "quình"), ("quyt", "quit"),
    ("thúy", "thúy"), ("ủy", "ủy"), ("tay", "tay"), ("quyền", "quyền"), ("yêu", "yêu"), ("ny", "ny"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("form", "expected"), FORMS)
def test_both_spellings_have_one_form(form: str, expected: str) -> None:
    assert replace_y_with_i(form) == expected
    assert fold(replace_y_with_i(form)) == replace_y_with_i(fold(form))


@pytest.mark.parametrize(("form", "expected"), FORMS)
def test_in_running_text(form: str, expected: str) -> None:
    assert [replace_y_with_i(token.normal) for token in tokenize(f"{form} ban {form.upper()}")].count(
        expected
    ) == 2 * bool(form)


@given(st.text("kquyýỳiínhthaê", max_size=7))
@settings(deadline=None, max_examples=200)
def test_replacement_is_idempotent(form: str) -> None:
    assert replace_y_with_i(replace_y_with_i(form)) == replace_y_with_i(form)
