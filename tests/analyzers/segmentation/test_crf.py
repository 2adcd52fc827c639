from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers.segmentation import pyvi_model
from timtin.analyzers.segmentation.crf import segmenter
from timtin.analyzers.segmentation.pyvi_model import read_model
from timtin.analyzers.segmentation.pyvi_tokenizer import split_like_pyvi
from timtin.model import TimtinError

Tokenize = Callable[[str], str]

ODD = [
    "", " ", "\n", "a", "a@b.c@d.e", "TP.abc@x.vn a@a@a.b.", "--@x", "-a.b@c.d.e. x", "x://y@z.c", "1_1a1_1@b.c",
    ".@a.b", "…a@b", "a@b.c\nd@e.f\t@", "Tp.HCM Mr.X ==> -> ... >> \n\n A.B.C 1.000,5 1_2", "é@c.d", "+@+.a",
    "a@-.-", "Hội nghị\ntổng kết", "UBND TP. Hồ Chí Minh", "ÐÐ Đ. ΑΣ Β İi", "hòa bình uỷ ban", "a\u0301 b",
]  # fmt: skip
_SYLLABLES = "dân vận khéo Hội nghị tổng kết uỷ ban nhân Dân HỘI thành phố Hồ Chí Minh 2023 1.000 , . @ - ( ) \n"
SYLLABLES = st.sampled_from(_SYLLABLES.split(" "))
SENTENCES = st.lists(SYLLABLES, max_size=40).map(" ".join)
SIGNS = st.text("aA.@-_1 \nĐé/:>=,+…\u0301bxTpMrs", max_size=50)


@pytest.mark.parametrize("text", ODD)
def test_odd_strings_are_segmented_as_by_pyvi(text: str, pyvi_tokenize: Tokenize) -> None:
    assert segmenter().tokenize(text) == pyvi_tokenize(text)


@given(text=st.one_of(SENTENCES, SIGNS))
@settings(deadline=None, max_examples=400)
def test_generated_strings_are_segmented_as_by_pyvi(text: str, pyvi_tokenize: Tokenize) -> None:
    assert segmenter().tokenize(text) == pyvi_tokenize(text)


@pytest.mark.shared
def test_real_texts_are_segmented_as_by_pyvi(shared: Path, pyvi_tokenize: Tokenize) -> None:
    texts = [page.read_text(encoding="utf-8") for page in sorted((shared / "pages").glob("*.txt"))]
    for treebank in sorted((shared / "segmentation").glob("*.conllu")):
        texts += [line for line in treebank.read_text(encoding="utf-8").splitlines() if line.startswith("# text")]
    with gzip.open(shared / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        # Every seventh article, because pyvi is slow; `benchmarks/segmentation.py --limit 4000` compares all of them.
        for line in list(lines)[::7]:
            article = json.loads(line)
            texts += [article["title"], article["body"], article["title"].upper()]
    different = [text[:80] for text in texts if segmenter().tokenize(text) != pyvi_tokenize(text)]
    assert different == []


@pytest.mark.parametrize(
    "text",
    ["-" * 100_000, "a." * 500_000, "a@" * 500_000 + "b.c", "x" * 1_000_000, "-" * 100_000 + "@", "1_" * 500_000,
     "a." * 500_000 + "@a", "A" * 1_000_000, "dân vận " * 100_000, "://" * 300_000, "\ud800" * 100_000],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_long_pathological_texts_finish_and_lose_nothing(text: str) -> None:
    tokens = split_like_pyvi(text)
    assert "".join(tokens) == text.replace(" ", "")
    assert len(segmenter().joins(tokens)) == len(tokens)


def test_threads_share_one_segmenter() -> None:
    texts = [f"Hội nghị tổng kết công tác dân vận năm {year} của uỷ ban nhân dân xã" for year in range(200)]
    alone = [segmenter().tokenize(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: segmenter().tokenize(text), texts)) == alone


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
def test_a_forked_process_segments_and_nothing_is_left_in_the_temporary_folder(tmp_path: Path) -> None:
    code = """
import os, threading
from timtin.analyzers import segment_words
def segment(times):
    for _ in range(times):
        segment_words("dân vận khéo")
        segment_words("dan van kheo")
def start_threads(times):
    threads = [threading.Thread(target=segment, args=(times,)) for _ in range(10)]
    [thread.start() for thread in threads]
    return threads
[thread.join() for thread in start_threads(1)]
running = start_threads(200)
child = os.fork()
length = len(segment_words("hội nghị tổng kết"))
if child == 0:
    os._exit(length)
[thread.join() for thread in running]
print(length, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONWARNINGS": "ignore::DeprecationWarning"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "2 2\n"
    assert list(tmp_path.iterdir()) == []


def test_the_model_is_read_without_importing_pyvi() -> None:
    before = set(sys.modules)
    model = read_model(pyvi_model.model_blob())
    assert model.labels == ("B_W", "I_W")
    assert not {"pyvi", "sklearn_crfsuite"} & (set(sys.modules) - before)


def test_a_different_model_is_refused_with_both_hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyvi_model, "_folder", lambda: tmp_path)
    with pytest.raises(TimtinError, match=r"pyvi3\.pkl.*pip install"):
        pyvi_model.model_blob()
    for content in (b"", b"no pickle", b"\x80\x02X\x05\x00\x00\x00lCRF!."):
        (tmp_path / "pyvi3.pkl").write_bytes(content)
        with pytest.raises(
            TimtinError, match=r"pyvi 0\.1\.1 contains a different segmentation model .*4716a0e6.*pip install"
        ):
            pyvi_model.model_blob()
    (tmp_path / "words.txt").write_text("dân vận\n", encoding="utf-8")
    with pytest.raises(TimtinError, match="a different lexicon"):
        pyvi_model.lexicon()


@pytest.mark.parametrize("blob", [b"", b"lCRF", b"xxxx" * 40, b"lCRF\x00\x00\x00\x00FOMC" + b"\xff" * 60])
def test_damaged_models_are_value_errors(blob: bytes) -> None:
    with pytest.raises(ValueError, match="CRFsuite"):
        read_model(blob)
