"""Forgets everything the demo of this folder has made: the next start begins with fresh data."""

import shutil
import sys

from rotonde.supervisor.checkout import VAR
from rotonde.supervisor.demo import Refused, only_demo
from rotonde.supervisor.programs import NoPostgres, data_home, server_account

MADE = ("mail", "broker", "static", "beat", "beat.db", "beat.bak", "beat.dat", "beat.dir")


def main() -> int:
    try:
        with only_demo("being reset"):
            for path in (data_home(server_account()) / "postgres", *(VAR / name for name in MADE)):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
    except (Refused, NoPostgres) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
