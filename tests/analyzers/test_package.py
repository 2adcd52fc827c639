from __future__ import annotations

import subprocess
import sys

import pytest

import timtin.analyzers
from timtin import analyzers
from timtin.analyzers import analysis_version as version

TAKE_TEXT = [
    "analyze", "find_entities", "fold", "has_diacritics", "normal_and_folded", "normalize", "repair_torn_text",
    "segment_words", "tokenize",
]  # fmt: skip


@pytest.mark.parametrize("name", TAKE_TEXT)
@pytest.mark.parametrize(("value", "type_name"), [(None, "NoneType"), (b"tin", "bytes"), (7, "int")])
def test_other_types_raise_a_type_error_with_a_clear_message(name: str, value: object, type_name: str) -> None:
    with pytest.raises(TypeError, match=rf"{name}\(\) takes a str, not {type_name}"):
        getattr(analyzers, name)(value)


def test_every_exported_name_is_a_callable_and_not_a_module() -> None:
    for name in analyzers.__all__:
        assert callable(getattr(timtin.analyzers, name)), name
    assert set(analyzers.__all__) <= set(dir(analyzers))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = analyzers.nothing


def test_importing_loads_nothing_heavy() -> None:
    heavy = {"whoosh", "numpy", "unidecode", "pyvi", "sklearn_crfsuite", "pickletools", "unicodedata"}
    code = f"import sys, timtin.analyzers; print(sorted({heavy!r} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_segmenting_loads_neither_pyvi_nor_numpy() -> None:
    code = (
        "import sys; from timtin.analyzers import segment_words as cut; cut('hội nghị tổng kết'); cut('hoi nghi');"
        "print(sorted({'numpy', 'pyvi', 'sklearn_crfsuite', 'whoosh'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_fingerprint_contains_the_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    before = analyzers.fingerprint()
    assert before == analyzers.fingerprint()
    assert "pyvi-4716a0e6" in before
    monkeypatch.setattr(version, "RULES_VERSION", version.RULES_VERSION + 1)
    assert analyzers.fingerprint() != before
