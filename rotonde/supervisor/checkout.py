"""Where this checkout keeps what it makes at run time."""

import hashlib
import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
LOCKED_HOME = Path("/var/lib/rotonde")


def private_word(name: str, *, length: int = 50) -> str:
    """The random word kept in var/<name>, made once and readable by its owner alone."""
    path = VAR / name
    if not path.exists():
        VAR.mkdir(exist_ok=True)
        draft = path.with_name(f"{name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(length))
        try:
            os.link(
                draft, path
            )  # unlike a rename, this never replaces the word another process just made
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def checkout_id() -> str:
    """Twelve hex digits that no other checkout has, not even a later one at the same path or a copy
    of this one.
    """
    return hashlib.sha256(f"{ROOT}\n{private_word('checkout-id', length=16)}".encode()).hexdigest()[
        :12
    ]
