"""The pickled schema of Whoosh indexes: its import paths are part of the index format."""

from __future__ import annotations

import pickle

import pytest
from whoosh.query import Term

from timtin.engines import whoosh_schema
from timtin.engines.document import Plan
from timtin.engines.whoosh import schema as current
from timtin.tests.engines.conftest import Make
from timtin.tests.engines.corpus import document

NEW, OLD = b"timtin.engines.whoosh.schema", b"timtin.engines.whoosh_schema"
PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


def with_old_path(pickled: bytes) -> bytes:
    """Return a pickle that names the former module of the schema classes; both paths have the same length."""
    assert len(NEW) == len(OLD)
    assert NEW in pickled
    return pickled.replace(NEW, OLD)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_schema_pickled_with_the_old_module_path_is_read(protocol: int) -> None:
    schema = pickle.loads(with_old_path(pickle.dumps(current.schema(), protocol)))
    assert schema.names() == current.schema().names()
    for name, field in current.schema().items():
        assert type(schema[name]) is type(field)
        assert type(schema[name].format) is type(field.format)
    assert schema["body"].positions
    assert not schema["pairs"].positions


def test_the_old_module_exports_the_current_classes() -> None:
    for name in whoosh_schema.__all__:
        assert getattr(whoosh_schema, name) is getattr(current, name)


def test_an_index_with_the_old_module_path_is_searched_and_written(make: Make) -> None:
    store = make("whoosh", [document("1", "dân vận")])
    for path in store.files.glob("*.toc"):
        path.write_bytes(with_old_path(path.read_bytes()))
    writer = store.writer()
    writer.put(document("2", "dân vận"))
    writer.commit()
    reader = store.reader()
    assert reader.search(Plan(match=Term("body", "vận"))).total == 2
    reader.close()
