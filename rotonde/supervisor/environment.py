"""Makes the virtual environment and keeps it in step with a pinned requirements file; prints its
Python's path.

Runs on the system's Python, so it uses the standard library alone.
"""

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


class Unprepared(Exception):
    """The environment could not be made; the message says what to do."""


def prepare(requirements: str) -> Path:
    """Install `requirements` into .venv unless just that was done before; one process at a time."""
    wanted = ROOT / requirements
    lock = ROOT / "var" / "prepare.lock"
    lock.parent.mkdir(exist_ok=True)
    with open(lock, "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not _works():
            _create()
        mark = VENV / f"installed-{requirements}.sha256"
        fingerprint = hashlib.sha256(wanted.read_bytes()).hexdigest()
        if not mark.exists() or mark.read_text() != fingerprint:
            _install(wanted)
            mark.write_text(fingerprint)
    return PYTHON


def _works() -> bool:
    """A moved folder or a replaced system Python leaves an environment that cannot start."""
    if not PYTHON.exists():
        return False
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    return (
        subprocess.run([PYTHON, "-c", question], stderr=subprocess.DEVNULL, check=False).returncode
        == 0
    )


def _create() -> None:
    _say("Making .venv …")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise Unprepared(
            f"{sys.executable} cannot make a virtual environment:\n{made.stdout}{made.stderr}\n"
            "On Debian and Ubuntu the package python3-venv is missing; install it and start again."
        )


def _install(wanted: Path) -> None:
    _say(f"Installing what {wanted.name} pins; the first time this takes a minute or two …")
    quietly = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input"]
    installed = subprocess.run(
        [PYTHON, "-m", "pip", "install", *quietly, "--require-hashes", "--requirement", wanted],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        check=False,
    )
    if installed.returncode:
        raise Unprepared(
            "Installing failed; the lines above say why. The command may simply be started again."
        )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        print(prepare(*sys.argv[1:]))
    except Unprepared as problem:
        sys.exit(str(problem))
