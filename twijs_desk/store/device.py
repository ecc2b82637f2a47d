"""The key store of the operating system, for who wants to open without typing. Off unless the user asks for it.

It holds a random secret that opens one slot, never the vault key. Any program of the same user can ask for it:
comfort, no protection. `keyring` is imported when it is used, never before.
"""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager

from twijs_desk.store.errors import Fault, StoreError
from twijs_desk.store.slots import DeviceSecret

_SERVICE = "TWijs Desk"


def available() -> bool:
    """Whether this computer has a key store that works for this user."""
    try:
        with _store_faults():
            import keyring

            return keyring.get_keyring().priority > 0
    except StoreError:
        return False


def keep(vault_id: str, secret: DeviceSecret) -> None:
    if not available():
        raise StoreError(Fault.KEY_STORE, "no backend")
    with _store_faults():
        import keyring

        keyring.set_password(_SERVICE, vault_id, secret.bits.hex())
        if keyring.get_password(_SERVICE, vault_id) != secret.bits.hex():
            raise StoreError(Fault.KEY_STORE, "not kept")


def find(vault_id: str) -> DeviceSecret | None:
    with _store_faults():
        import keyring

        text = keyring.get_password(_SERVICE, vault_id)
    with contextlib.suppress(ValueError):
        if text and len(bytes.fromhex(text)) == 32:
            return DeviceSecret(bytes.fromhex(text))
    return None


def forget(vault_id: str) -> None:
    with contextlib.suppress(StoreError), _store_faults():  # not there, or no key store: then nothing is kept
        import keyring

        keyring.delete_password(_SERVICE, vault_id)


@contextmanager
def _store_faults() -> Iterator[None]:
    try:
        yield
    except StoreError:
        raise
    except Exception as error:  # each backend has its own errors, and their text may name what it keeps
        raise StoreError(Fault.KEY_STORE, type(error).__name__) from None
