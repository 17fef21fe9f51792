"""`bin/prepare` makes the environment once, again when it must, and says what is missing."""

import shutil
import subprocess
from pathlib import Path

import pytest

from rotonde.supervisor.checkout import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "a folder with spaces"
    for name in ("bin/prepare", "rotonde/supervisor/environment.py"):
        (copy / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, copy / name)
    (copy / "requirements.txt").write_text("# nothing\n")
    return copy


def prepare(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [folder / "bin" / "prepare", "requirements.txt"],
        cwd="/",
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_environment_is_made_once_and_again_when_it_is_broken(folder):
    first = prepare(folder)
    assert first.returncode == 0, first.stderr
    python = Path(first.stdout.strip())
    assert python == folder / ".venv" / "bin" / "python"
    assert "Installing" in first.stderr

    assert prepare(folder).stderr == ""

    (folder / "requirements.txt").write_text("# nothing else\n")
    assert "Installing" in prepare(folder).stderr

    python.unlink()
    python.symlink_to("/nowhere/python3")  # as when the system's Python was replaced
    assert "Making" in prepare(folder).stderr
    assert subprocess.run([python, "-c", ""], check=False).returncode == 0


def test_what_cannot_be_installed_is_not_taken_for_installed(folder):
    (folder / "requirements.txt").write_text("Django==5.2 --hash=sha256:" + "0" * 64 + "\n")
    for _ in range(2):
        failed = prepare(folder, PIP_NO_INDEX="1")
        assert failed.returncode == 1
        assert "Installing failed" in failed.stderr


def test_without_a_current_python_it_says_so(folder, tmp_path):
    path = tmp_path / "path"
    path.mkdir()
    for name in ("bash", "dirname", "env"):
        (path / name).symlink_to(shutil.which(name))
    old = path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    refused = prepare(folder, PATH=str(path))
    assert refused.returncode == 1
    assert "Python 3.11" in refused.stderr
