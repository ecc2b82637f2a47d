"""Leest een reservekopie van TWijs Desk zonder TWijs Desk. Nodig: Python 3.11 of nieuwer en het pakket `cryptography`.

    python lezer.py KOPIE.reservekopie                  controleert elke byte
    python lezer.py KOPIE.reservekopie --open           vraagt de wachtzin en toont de tabellen met aantallen
    python lezer.py KOPIE.reservekopie --json letter    alle rijen van een tabel als JSON
    python lezer.py KOPIE.reservekopie --files MAP      brieven en bewijsstukken als bestanden (leesbaar voor iedereen!)

Met --recovery vraagt hij de herstelcode in plaats van de wachtzin; met --stdin leest hij die van de invoer.
De indeling staat in LEESMIJ-reservekopie.txt. De ontsleutelde database staat alleen in het geheugen.
"""

import argparse
import base64
import getpass
import hashlib
import hmac
import json
import re
import sqlite3  # noqa: TID251 - reads a database that was decrypted in memory; nothing is written
import sys
import unicodedata
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"TWIJS-RESERVEKOPIE 1\n"
PAGE, RESERVE, SALT, IV = 4096, 80, 16, 16
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ENDINGS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "text/plain": "txt",
}


class Wrong(Exception):
    """Said to the user as it is."""


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


# --- the container ---


def read_container(path):
    """Manifest, key file and encrypted database, all hashes compared."""
    data = path.read_bytes()
    if not data.startswith(MAGIC):
        raise Wrong("Dit is geen reservekopie van TWijs Desk, of een van een nieuwere versie.")
    body, tail = data[:-65], data[-65:]
    if tail != hashlib.sha256(body).hexdigest().encode() + b"\n":
        raise Wrong("De reservekopie is beschadigd of niet compleet: het controlegetal klopt niet.")
    end = data.index(b"\n", len(MAGIC))
    manifest = json.loads(data[len(MAGIC) : end])
    parts, start = {}, end + 1
    for part in manifest["files"]:
        content = body[start : start + part["size"]]
        start += part["size"]
        if len(content) != part["size"] or hashlib.sha256(content).hexdigest() != part["sha256"]:
            raise Wrong(f"De reservekopie is beschadigd: deel {part['name']}.")
        parts[part["name"]] = content
    if start != len(body):
        raise Wrong("De reservekopie is beschadigd: er staat meer in dan erin hoort.")
    return manifest, parts["keys"], parts["database"]


# --- keys ---


def derive(key, vault_id, info, length=32):
    return HKDF(algorithm=SHA256(), length=length, salt=bytes.fromhex(vault_id), info=info).derive(key)


def vault_key_of(key_file, passphrase=None, code=None):
    whole = json.loads(key_file)
    body = whole["body"]
    if hashlib.sha256(canonical(body)).hexdigest() != whole["sha256"]:
        raise Wrong("Het sleutelbestand in de reservekopie is beschadigd.")
    vault_id = body["vault_id"]
    for slot in body["slots"]:
        salt = base64.b64decode(slot["salt"])
        if passphrase is not None and slot["kind"] == "passphrase":
            wrapping = argon2(passphrase, salt, slot["kdf"])
        elif code is not None and slot["kind"] in ("recovery", "board"):
            wrapping = derive(code, vault_id, b"twijs-desk/1/slot/" + slot["kind"].encode(), 68)[:32]
        else:
            continue
        bound = canonical(["twijs-desk-keys", 1, vault_id, slot["id"], slot["kind"], slot["kdf"], salt.hex()])
        try:
            return AESGCM(wrapping).decrypt(
                base64.b64decode(slot["nonce"]), base64.b64decode(slot["ciphertext"]), bound
            )
        except InvalidTag:
            continue
    raise Wrong("Deze wachtzin of herstelcode opent de reservekopie niet.")


def argon2(passphrase, salt, kdf):
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Argon2id(
        salt=salt,
        length=32,
        iterations=kdf["time_cost"],
        lanes=kdf["lanes"],
        memory_cost=kdf["memory_kib"],
    ).derive(secret)


def code_of(typed):
    """Two lines of sixteen characters and one check character each; the check is made by the slot itself."""
    text = re.sub(r"[\s\-\u2010-\u2014\u2212]", "", typed).upper().translate(str.maketrans("OIL", "011"))
    if len(text) != 34 or any(letter not in ALPHABET for letter in text):
        raise Wrong("De herstelcode bestaat uit twee regels van 17 tekens.")
    value = 0
    for letter in text[:16] + text[17:33]:
        value = value << 5 | ALPHABET.index(letter)
    return value.to_bytes(20, "big")


# --- the database ---


def decrypt(database, key, vault_id):
    """SQLCipher 4: each page AES-256-CBC, then 16 bytes IV and 64 bytes HMAC-SHA512 over page, IV and number."""
    salt = database[:SALT]
    if salt.hex() != vault_id:
        raise Wrong("De database hoort niet bij dit sleutelbestand.")
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    plain = bytearray()
    for number in range(1, len(database) // PAGE + 1):
        page = database[(number - 1) * PAGE : number * PAGE]
        start = SALT if number == 1 else 0
        content, vector = page[start : PAGE - RESERVE], page[PAGE - RESERVE : PAGE - RESERVE + IV]
        signed = content + vector + number.to_bytes(4, "little")
        if not hmac.compare_digest(hmac.digest(mac_key, signed, "sha512"), page[PAGE - RESERVE + IV :]):
            raise Wrong(f"Blad {number} van de database is beschadigd.")
        unlock = Cipher(algorithms.AES256(key), modes.CBC(vector)).decryptor()
        if number == 1:
            plain += b"SQLite format 3\0"
        plain += unlock.update(content) + unlock.finalize() + bytes(RESERVE)
    plain[18:20] = b"\x01\x01"  # no write-ahead log: the whole database is here
    return bytes(plain)


def open_database(plain):
    connection = sqlite3.connect(":memory:")
    connection.deserialize(plain)
    connection.execute("PRAGMA query_only=ON")
    connection.row_factory = sqlite3.Row
    return connection


def counts_of(connection):
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
    )
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def rows_of(connection, table):
    if table not in counts_of(connection):
        raise Wrong(f"Er is geen tabel {table}.")
    for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):
        yield {
            name: base64.b64encode(row[name]).decode() if isinstance(row[name], bytes) else row[name]
            for name in row.keys()  # noqa: SIM118 - a row iterates over its values
        }


def take_out(connection, folder):
    """Letters and evidence as files; each is compared with its hash first."""
    folder.mkdir(parents=True, exist_ok=False)
    letters = connection.execute(
        "SELECT 'brief-' || l.reference, 'application/pdf', l.sha256, p.content "
        "FROM sealed_paper p JOIN letter l ON l.id = p.letter_id"
    )
    items = connection.execute(
        "SELECT 'bewijs-' || c.year || '-' || c.serial || '-' || e.number, e.media_type, e.sha256, t.content "
        "FROM evidence_content t JOIN evidence_item e ON e.id = t.evidence_id "
        "JOIN case_file c ON c.id = e.case_id"
    )
    many = 0
    for source in (letters, items):
        for name, kind, sha256, content in source:
            if hashlib.sha256(content).hexdigest() != sha256.lower():
                raise Wrong(f"{name} klopt niet met zijn controlegetal.")
            ending = ENDINGS.get(kind, "bin")
            (folder / f"{re.sub(r'[^A-Za-z0-9.-]', '-', name)}.{ending}").write_bytes(content)
            many += 1
    return many


def main(arguments):
    parser = argparse.ArgumentParser(prog="lezer.py", description=__doc__.splitlines()[0])
    parser.add_argument("backup", type=Path)
    parser.add_argument("--open", action="store_true", help="toon de tabellen met aantallen")
    parser.add_argument("--json", metavar="TABEL", help="alle rijen van een tabel als JSON")
    parser.add_argument(
        "--files", metavar="MAP", type=Path, help="brieven en bewijsstukken naar een nieuwe map"
    )
    parser.add_argument(
        "--recovery", action="store_true", help="met de herstelcode in plaats van de wachtzin"
    )
    parser.add_argument("--stdin", action="store_true", help="lees wachtzin of herstelcode van de invoer")
    options = parser.parse_args(arguments)
    manifest, key_file, database = read_container(options.backup)
    print(f"Alle controlegetallen kloppen. Gemaakt: {manifest['made_at']}.", file=sys.stderr)
    if not (options.open or options.json or options.files):
        return 0
    if options.stdin:
        secret = sys.stdin.buffer.read().decode("utf-8").rstrip("\r\n")
    else:
        secret = getpass.getpass("Herstelcode: " if options.recovery else "Wachtzin: ")
    code = code_of(secret) if options.recovery else None
    vault_key = vault_key_of(key_file, None if options.recovery else secret, code)
    vault_id = manifest["vault_id"]
    key = derive(vault_key, vault_id, b"twijs-desk/1/database")
    connection = open_database(decrypt(database, key, vault_id))
    if options.json:
        print(json.dumps(list(rows_of(connection, options.json)), ensure_ascii=False, indent=1))
    elif options.files:
        print("LET OP: deze bestanden zijn NIET versleuteld. Wis ze na gebruik.", file=sys.stderr)
        print(f"{take_out(connection, options.files)} bestanden in {options.files}.")
    else:
        print(json.dumps(counts_of(connection), indent=1))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (Wrong, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
