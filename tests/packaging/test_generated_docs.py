"""What is generated from the rules is what is committed."""

from pathlib import Path

from twijs_desk import assets
from twijs_desk.casework import protocol_text
from twijs_desk.protocol.load import load

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_table_of_articles_is_that_of_the_rules() -> None:
    pack = load(assets.texts(assets.resource("protocol", "twijs-2022")))
    committed = (DOCS / "artikelen.md").read_text(encoding="utf-8")
    assert committed == protocol_text.as_markdown(pack), (
        "write it again: twijs-desk pack articles --markdown > docs/artikelen.md"
    )
