# ruff: noqa: E501 - tables stand as one reads them
"""The peer of the sets of others: Splink 5, set up for each of them as its makers show it."""

import logging
from typing import Any

import pyarrow as pa

# For each set: how columns are compared, what brings pairs together, what its model is trained on.
_FEBRL = {
    "compare": {
        "given_name": "name", "surname": "name", "date_of_birth": "edits", "soc_sec_id": "edits",
        "street_number": "exact", "postcode": "edits", "suburb": "name", "address_1": "name",
    },
    "blocks": [
        ("soc_sec_id",), ("date_of_birth",), ("given_name", "surname"), ("given_name", "postcode"),
        ("surname", "postcode"), ("suburb", "street_number"), ("address_1",), ("postcode", "suburb"),
    ],
    "train": [("date_of_birth",), ("given_name",), ("soc_sec_id",)],
}  # fmt: skip
MODELS: dict[str, dict[str, Any]] = {
    "febrl": _FEBRL,
    "fake_1000": {
        "compare": {
            "first_name": "name", "surname": "name", "dob": "edits", "city": "exact",
            "email": "email",
        },
        "blocks": [("first_name", "surname"), ("surname", "dob"), ("first_name", "dob"), ("email",),
                   ("city", "first_name"), ("city", "surname"), ("dob",)],
        "train": [("first_name", "surname"), ("dob",)],
    },
    "historical": {
        "compare": {
            "first_name": "name", "surname": "name", "dob": "edits", "birth_place": "exact",
            "postcode_fake": "edits", "occupation": "exact",
        },
        "blocks": [
            ("first_name", "surname"), ("surname", "dob"), ("first_name", "dob"),
            ("postcode_fake", "first_name"), ("postcode_fake", "surname"), ("dob", "birth_place"),
            ("postcode_fake", "dob"), ("postcode_fake", "occupation"), ("dob", "occupation"),
            ("surname", "birth_place"),
        ],
        "train": [("first_name", "surname"), ("dob",)],
    },
    "people": {
        "compare": {"name": "sounds", "born": "edits", "village": "exact"},
        "blocks": [("born", "surname"), ("born", "village"), ("name", "village"), ("sound", "village"),
                   ("sound", "year"), ("born", "last")],
        "train": [("born", "village"), ("name", "village")],
    },
}  # fmt: skip


def pairs(model: str, tables: list[pa.Table], least: float = 0.01) -> pa.Table:
    """Return the pairs that Splink finds, with how likely each is."""
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    plan = MODELS[model]
    blocks = [block_on(*block) for block in plan["blocks"]]
    settings = SettingsCreator(
        link_type="dedupe_only" if len(tables) == 1 else "link_only",
        comparisons=[_comparison(name, kind) for name, kind in plan["compare"].items()],
        blocking_rules_to_generate_predictions=blocks,
        retain_matching_columns=False,
    )
    api = DuckDBAPI()
    sides = [
        api.register(table, dataset_display_name=f"side_{at}") for at, table in enumerate(tables)
    ]
    linker = Linker(sides if len(sides) > 1 else sides[0], settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(blocks[:2], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for columns in plan["train"]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    predicted = linker.inference.predict(threshold_match_probability=least)
    return (
        predicted.as_duckdbpyrelation()
        .select("unique_id_l, unique_id_r, match_probability, match_weight")
        .to_arrow_table()
    )


def _comparison(name: str, kind: str) -> Any:
    """Return how a column is compared."""
    import splink.comparison_library as cl

    if kind == "name":
        return cl.NameComparison(name).configure(term_frequency_adjustments=True)
    if kind == "email":
        return cl.EmailComparison(name)
    if kind == "edits":
        return cl.DamerauLevenshteinAtThresholds(name, [1, 2])
    if kind == "sounds":
        return _of_sounds()
    return cl.ExactMatch(name).configure(term_frequency_adjustments=True)


def _of_sounds() -> Any:
    """Return the comparison of Chinese names: the same, the same by sound, one sign apart."""
    import splink.comparison_level_library as level
    import splink.comparison_library as cl

    return cl.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            level.NullLevel("name"),
            level.ExactMatchLevel("name", term_frequency_adjustments=True),
            level.ExactMatchLevel("sound"),
            level.DamerauLevenshteinLevel("name", 1),
            level.ElseLevel(),
        ],
    )


def people(file: str) -> pa.Table:
    """Return persons with the features that the rules use: simplified, and by sound."""
    import pyarrow.parquet as pq

    from sunledger.screening.linkage.signs import merged, readings, simplified

    read = pq.read_table(file, columns=["id", "name", "born", "village"])
    names = ["".join(map(simplified, name)) for name in read["name"].to_pylist()]
    sounds = [[merged((readings(sign) or (sign,))[0]) for sign in name] for name in names]
    born = read["born"].to_pylist()
    return pa.table(
        {
            "unique_id": [int(one) for one in read["id"].to_pylist()],
            "name": names,
            "sound": [" ".join(one) for one in sounds],
            "surname": [one[0] for one in sounds],
            "last": [one[-1] for one in sounds],
            "born": born,
            "year": [day[:4] for day in born],
            "village": read["village"],
        }
    )
