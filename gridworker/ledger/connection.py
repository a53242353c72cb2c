"""The one place where a ledger file is connected to.

Every ledger goes through SQLCipher, also without a password: its authenticated pages notice every
flipped bit. The rollback journal with synchronous=EXTRA lost no acknowledged change in power-loss
replays and works on USB sticks and shares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import sqlcipher3

# sqlite_utils takes its driver, and the exceptions it recognises, from this name when it is imported.
sys.modules["pysqlite3"] = sqlcipher3

from sqlite_utils import Database, Migrations  # noqa: E402  (needs the line above first)

from gridworker.errors import (  # noqa: E402
    DiskProblem,
    LedgerBusy,
    LedgerDamaged,
    LedgerMissing,
    NotALedger,
)

__all__ = ["OPEN_KEY", "Database", "Migrations", "connect", "translated"]

APPLICATION_ID = 0x67726964  # "grid"
# The documented key of a ledger without a password: it keeps nothing secret, it only
# lets SQLCipher authenticate every page.
OPEN_KEY = b"gridworker-ledger-without-passwd".hex()
_WAIT_SECONDS = 5.0
_CACHE_KIB = 131_072

_PRAGMAS = f"""
PRAGMA foreign_keys = ON;
PRAGMA synchronous = EXTRA;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -{_CACHE_KIB};
PRAGMA cache_spill = OFF;
PRAGMA recursive_triggers = ON;
"""
# cache_spill is off so that a long import never takes the exclusive lock before its commit:
# the window goes on reading meanwhile.


def connect(path: Path, *, key: str = OPEN_KEY, create: bool = False) -> Database:
    """Connect to a ledger file. Only `create` may make a file.

    Raises LedgerMissing, NotALedger (also for a wrong key), LedgerBusy, DiskProblem.
    """
    if not create and not path.is_file():
        raise LedgerMissing(path)
    with translated(path):
        connection = sqlcipher3.connect(
            _uri(path, "rwc" if create else "rw"), uri=True, isolation_level=None, timeout=_WAIT_SECONDS
        )
        try:
            return _prepared(connection, path, key, create)
        except BaseException:
            connection.close()
            raise


def _prepared(connection: sqlcipher3.Connection, path: Path, key: str, create: bool) -> Database:
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    try:
        found = connection.execute("PRAGMA application_id").fetchone()[0]
    except sqlcipher3.OperationalError:
        raise
    except sqlcipher3.DatabaseError:
        raise NotALedger(path) from None
    if create:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    elif found != APPLICATION_ID:
        raise NotALedger(path)
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.executescript(_PRAGMAS)
    return Database(connection)


def _uri(path: Path, mode: str) -> str:
    """SQLite's file URI, also for Windows drives and network shares."""
    text = path.resolve().as_posix()
    if not text.startswith("/"):
        text = "/" + text
    return f"file://{quote(text)}?mode={mode}"


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the driver's errors into sentences."""
    try:
        yield
    except sqlcipher3.DatabaseError as error:
        raise _sentence(error, path) from error


def _sentence(error: Exception, path: Path) -> Exception:
    text = str(error)
    if "locked" in text or "busy" in text:
        return LedgerBusy()
    if "malformed" in text or "not a database" in text or "hmac" in text:
        return LedgerDamaged()
    if "full" in text:
        return DiskProblem(path, "磁盘已满")
    if "readonly" in text:
        return DiskProblem(path, "文件或所在磁盘是只读的")
    if "unable to open" in text or "disk I/O" in text:
        return DiskProblem(path, "磁盘读写出错，请检查U盘或磁盘是否还连着")
    return error
