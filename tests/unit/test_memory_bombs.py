"""Small files that would unpack to more than the machine has are refused in words, in a process of a gigabyte."""

import io
import subprocess
import sys
import textwrap
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from base.settings import ROOT
from intake.documents.catalogue_entry import UnreadableCatalogueError
from intake.documents.catalogue_file import _tables
from intake.reading import read
from intake.reading.errors import TooMuchMemoryError

MOST_BYTES = 3_000_000_000


def parquet(column: pa.Array, **options: object) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table({"ma": column}), target, compression="zstd", **options)
    return target.getvalue()


def one_long_text() -> bytes:
    """A text of 100 kB in 200,000 rows: 20 GB if each row had its own."""
    return parquet(pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), pa.array(["x" * 100_000])))


def many_long_texts() -> bytes:
    """1.2 GB of texts that differ in their first letters; twenty at a time, since to make them all at once takes as much."""
    group = pa.table({"ma": [f"{n:06d}" + "x" * 1_000_000 for n in range(20)]})
    target = io.BytesIO()
    with pq.ParquetWriter(target, group.schema, compression="zstd", use_dictionary=False) as writer:
        for _ in range(60):
            writer.write_table(group)
    return target.getvalue()


def ended(tmp_path: Path, content: bytes) -> str:
    """What reading `content` comes to, in a process that may take MOST_BYTES."""
    path = tmp_path / "bomb.parquet"
    path.write_bytes(content)
    code = textwrap.dedent(f"""
        from base.memory import limit_memory
        from intake.reading import read
        from intake.reading.errors import RefusedFileError
        content = open({str(path)!r}, "rb").read()
        limit_memory({MOST_BYTES})
        try:
            print("read", len(read("bomb.parquet", content).sheets[0].table))
        except RefusedFileError as error:
            print(type(error).__name__)
    """)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout.strip()


def test_one_text_in_many_rows_is_one_text(tmp_path: Path):
    content = one_long_text()
    assert len(content) < 200_000
    assert ended(tmp_path, content) == "read 200001"


def test_what_unpacks_to_more_than_may_be_is_refused():
    content = many_long_texts()
    assert len(content) < 2_000_000
    with pytest.raises(TooMuchMemoryError):
        read("bomb.parquet", content)


@pytest.mark.parametrize("key", ["a." * 60_000 + "a", '"a" . ' * 60_000 + "'a'", "[" + "a." * 60_000 + "a]\nb"])
def test_a_key_of_many_parts_is_refused_before_it_is_read(key: str):
    with pytest.raises(UnreadableCatalogueError):
        _tables("indicators.toml", f"{key} = 1\n".encode())


def test_keys_and_texts_as_people_write_them_are_read():
    text = "[IMM01]\nname.vi = 'Tỷ lệ. A. B. C. D. E. F. G. H. I. J. K. L. M. N. O. P. Q. R. S. T. U.'\n"
    assert _tables("indicators.toml", text.encode())["IMM01"]["name"]["vi"].startswith("Tỷ lệ")
