"""The tables of the made-up province: its words and keys, and how a bucket is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sunledger.screening.shapes import SHAPES

BUCKETS = 32
VILLAGES, COUNTIES = 16_727, 100
FIRST = 2025 * 12  # January 2025
MONTHS = 12
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
)
_GIVEN = "秀英桂兰玉梅凤珍素华淑芳丽红霞敏静婷艳娟燕玲军伟强磊洋勇杰涛明超刚平辉健国建志文海波德福"
SCHEMES = ("养老", "低保", "特困", "残疾", "高龄")
DAY = np.datetime64("1970-01-01")


@dataclass(frozen=True)
class Size:
    """How much is made: the whole province, or a part of it in the same proportions."""

    residents: int = 42_000_000

    @property
    def part(self) -> float:
        """The share of the whole."""
        return self.residents / 42_000_000


class Tables:
    """The tables of the province; memory holds one bucket."""

    def __init__(self, folder: Path, size: Size, seed: int = 20_261_122) -> None:
        self.folder, self.size, self.seed, self.buckets = folder, size, seed, BUCKETS
        self.truth: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        names = [a + b + c for a in _SURNAMES for b in _GIVEN for c in ("", *_GIVEN[::3])]
        self.strange = len(names)
        self.names = pa.array([*names, "欧阳无名"])
        self.villages = pa.array([f"v{n:05}" for n in range(VILLAGES)])
        self.village_names = pa.array(
            [f"{_GIVEN[n % 44]}{_GIVEN[n // 44 % 44]}{n % 7}村" for n in range(VILLAGES)]
        )
        self.counties = pa.array([f"c{n:03}" for n in range(COUNTIES)])
        self.county_names = pa.array(
            [f"{_GIVEN[n % 44]}{_SURNAMES[n % 44]}县民政局" for n in range(COUNTIES)]
        )

    def mixed(self, index: Any, bucket: int, salt: int) -> Any:
        """Return whole numbers of 59 bits, spread evenly, each in the bucket."""
        spread = (index + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(salt << 40)
        spread ^= spread >> np.uint64(29)
        spread *= np.uint64(0xBF58476D1CE4E5B9)
        spread ^= spread >> np.uint64(32)
        return (spread >> np.uint64(10)) * np.uint64(self.buckets) + np.uint64(bucket)

    def named(self, indices: Any) -> pa.Array:
        """Return names by their places."""
        return of(self.names, indices)

    def write(self, table: str, by: str, number: int, columns: dict[str, Any]) -> Path:
        """Write a bucket of a table, with the columns that it has not left empty."""
        shape = SHAPES[table]
        given = {name: _array(values) for name, values in columns.items()}
        count = len(given["code"])
        self.rows[table] += count
        arrays, fields = [], []
        for field in shape.schema():
            array = given.get(field.name, pa.nulls(count, field.type))
            arrays.append(array)
            fields.append(pa.field(field.name, array.type))
        folder = self.folder / (f"{table}-by-{by}" if by else table)
        place = folder / f"bucket={number if by else 0}"
        place.mkdir(parents=True, exist_ok=True)
        file = place / ("rows.parquet" if by else f"rows-{number}.parquet")
        pq.write_table(
            pa.table(arrays, schema=pa.schema(fields)),
            file,
            compression="zstd",
            row_group_size=250_000,
            dictionary_pagesize_limit=4 << 20,
        )
        return file


def _array(values: Any) -> pa.Array:
    """Return a column."""
    if isinstance(values, pa.Array):
        return values
    return pa.array(values.astype(np.int64))


def of(words: pa.Array, indices: Any) -> pa.Array:
    """Return words by their places, written once each."""
    return pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32)), words)


def codes(stem: str, count: int) -> pa.Array:
    """Return a code for each row."""
    import pyarrow.compute as pc

    numbers = pc.cast(pa.array(np.arange(count)), pa.string())
    return pc.binary_join_element_wise(stem, numbers, "")


def days(month: Any) -> Any:
    """Return the first days of months, as days since 1970."""
    first = (
        (month // 12 - 1970).astype("datetime64[Y]").astype("datetime64[M]")
        + (month % 12).astype("timedelta64[M]")
    ).astype("datetime64[D]")
    return (first - DAY).astype(np.int32)
