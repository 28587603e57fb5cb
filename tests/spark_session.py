"""The session of Spark for tests: what it is asked is small, so it need not compile anything."""

import os
import sys
from collections.abc import Iterator

import pytest

# Java code made for each question pays for millions of rows; for ten it is most of the time.
SETTINGS = {
    "spark.driver.memory": "1024m",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@pytest.fixture(scope="module", autouse=True)
def quick_session() -> Iterator[None]:
    """Start the session that every engine of the module will find."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("sunledger tests").master("local[2]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield
    session.stop()
