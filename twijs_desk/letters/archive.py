"""reportlab brought to PDF/A-2a and PDF/UA-1: tags, metadata, output intent and repairs of its own output.

Everything hangs on private names of reportlab 5.1.0 and is proven against an independent validator on every
letter; the version is pinned. The repairs live in subclasses, so nothing else in the process changes.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Literal
from xml.sax.saxutils import escape as _xml

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from twijs_desk import assets
from twijs_desk.letters import fonts

A4 = (595.2755905511812, 841.8897637795277)
LANGUAGE = "nl-NL"
PRODUCER = "TWijs Desk"


@dataclass(frozen=True)
class Info:
    """Document metadata. The title names the kind of letter and its number, never a person."""

    title: str
    author: str
    subject: str
    at: datetime
    identity: str


@dataclass(eq=False)
class Node:
    """One structure element; kids are other nodes or (page, mark) pairs of marked content."""

    tag: str
    kids: list["Node | tuple[int, int]"] = field(default_factory=list)
    alt: str = ""
    box: tuple[float, float, float, float] | None = None
    scope: Literal["", "Row", "Column"] = ""
    numbering: Literal["", "Disc", "Decimal"] = ""

    def add(self, node: "Node") -> "Node":
        self.kids.append(node)
        return node


class _Metadata(pdfdoc.PDFInfo):  # type: ignore[misc]  # reportlab has no types
    def format(self, document: Any) -> bytes:
        stamp = document.stamp.strftime("D:%Y%m%d%H%M%S+00'00'")
        values = {
            "Title": self.title, "Author": self.author, "Subject": self.subject,
            "Creator": PRODUCER, "Producer": PRODUCER, "CreationDate": stamp, "ModDate": stamp,
        }  # fmt: skip
        entries = {key: pdfdoc.PDFString(value) for key, value in values.items()}
        return bytes(pdfdoc.PDFDictionary(entries).format(document))


class _Document(pdfdoc.PDFDocument):  # type: ignore[misc]  # reportlab has no types
    """A document whose identity and moment are given, and whose streams end the way PDF/A wants."""

    def __init__(self, info: Info) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7), lang=LANGUAGE)
        self.stamp = info.at.astimezone(UTC)
        self.info = _Metadata()
        self.info.title, self.info.author, self.info.subject = info.title, info.author, info.subject
        digest = hashlib.sha256(info.identity.encode()).hexdigest()[:32].encode()
        self._ID = b"\n[<" + digest + b"><" + digest + b">]\n"

    def Reference(self, obj: Any, name: str | None = None) -> Any:
        if type(obj) is pdfdoc.PDFStream:
            obj.__class__ = _Stream
        return super().Reference(obj, name)

    def addPage(self, page: Any) -> None:
        page.Trans = None  # reportlab writes an empty one, which stricter checkers refuse
        page.StructParents = len(self.Pages.pages)
        page.Tabs = pdfdoc.PDFName("S")
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        super().addPage(page)


class _Stream(pdfdoc.PDFStream):  # type: ignore[misc]  # reportlab has no types
    """CR LF before endstream, always: a lone LF is misread when compressed data ends in CR."""

    def format(self, document: Any) -> bytes:
        written: bytes = super().format(document)
        tail = b"endstream\n"
        if not written.endswith(tail):
            raise AssertionError("reportlab writes streams differently now; see the pinned version")
        return written[: -len(tail)] + b"\r\n" + tail


class ArchiveCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas on which everything is either a tagged part of the letter or an artifact."""

    def __init__(self, info: Info) -> None:
        fonts.register()
        self._target = BytesIO()
        super().__init__(
            self._target,
            pagesize=A4,
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.BODY,
            lang=LANGUAGE,
        )
        self._facts = info
        self._doc = _Document(info)
        self._page_index = 0
        self._marks: list[list[Node]] = [[]]
        self.root = Node("Document")

    @contextmanager
    def tagged(self, node: Node) -> Iterator[None]:
        marks = self._marks[self._page_index]
        mark = len(marks)
        marks.append(node)
        node.kids.append((self._page_index, mark))
        self._code.append(f"/{node.tag} <</MCID {mark}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self, kind: Literal["Pagination", "Layout", "Page"] = "Layout") -> Iterator[None]:
        self._code.append(f"/Artifact <</Type /{kind}>> BDC")
        yield
        self._code.append("EMC")

    def next_page(self) -> None:
        self.showPage()
        self._page_index += 1
        self._marks.append([])

    def finish(self) -> bytes:
        self.showPage()
        self._write_structure()
        self._write_catalog()
        self._doc.SaveToFile(self._target, self)
        return self._target.getvalue()

    def _write_structure(self) -> None:
        doc = self._doc
        pages = [doc.Reference(page) for page in doc.Pages.pages]
        tree = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructTreeRoot")})
        tree_ref = doc.Reference(tree)
        references: dict[int, Any] = {}

        def write(node: Node, parent: Any) -> Any:
            entry = pdfdoc.PDFDictionary(
                {"Type": pdfdoc.PDFName("StructElem"), "S": pdfdoc.PDFName(node.tag)}
            )
            reference = references[id(node)] = doc.Reference(entry)
            entry["P"] = parent
            kids: list[Any] = []
            for kid in node.kids:
                if isinstance(kid, Node):
                    kids.append(write(kid, reference))
                else:
                    page, mark = kid
                    content = {"Type": pdfdoc.PDFName("MCR"), "Pg": pages[page], "MCID": mark}
                    kids.append(pdfdoc.PDFDictionary(content))
            entry["K"] = pdfdoc.PDFArray(kids)
            if node.alt:
                entry["Alt"] = pdfdoc.PDFString(node.alt)
            attributes = _attributes(node)
            if attributes:
                entry["A"] = pdfdoc.PDFDictionary(attributes)
            return reference

        tree["K"] = write(self.root, tree_ref)
        numbers: list[Any] = []
        for number, marks in enumerate(self._marks[: len(pages)]):
            numbers += [number, doc.Reference(pdfdoc.PDFArray([references[id(node)] for node in marks]))]
        tree["ParentTree"] = doc.Reference(pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)}))
        tree["ParentTreeNextKey"] = len(pages)
        doc.Catalog.StructTreeRoot = tree_ref

    def _write_catalog(self) -> None:
        doc, catalog = self._doc, self._doc.Catalog
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
        metadata = pdfdoc.PDFStream(
            dictionary=pdfdoc.PDFDictionary(
                {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
            ),
            content=_xmp(self._facts),
        )
        catalog.Metadata = doc.Reference(metadata)
        profile = pdfdoc.PDFStream(
            dictionary=pdfdoc.PDFDictionary({"N": 3}),
            content=assets.resource("fonts", "sRGB.icc").read_bytes(),
            filters=[pdfdoc.PDFZCompress],
        )
        intent = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("OutputIntent"),
                "S": pdfdoc.PDFName("GTS_PDFA1"),
                "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
                "Info": pdfdoc.PDFString("sRGB"),
                "DestOutputProfile": doc.Reference(profile),
            }
        )
        catalog.OutputIntents = pdfdoc.PDFArray([doc.Reference(intent)])
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]


def _attributes(node: Node) -> dict[str, Any]:
    if node.box is not None:
        return {
            "O": pdfdoc.PDFName("Layout"),
            "BBox": pdfdoc.PDFArray([round(value, 2) for value in node.box]),
        }
    if node.scope:
        return {"O": pdfdoc.PDFName("Table"), "Scope": pdfdoc.PDFName(node.scope)}
    if node.numbering:
        return {"O": pdfdoc.PDFName("List"), "ListNumbering": pdfdoc.PDFName(node.numbering)}
    return {}


def _xmp(info: Info) -> bytes:
    """Metadata packet. The extension schema for the PDF/UA mark stands first and alone: one validator
    refuses it anywhere else."""
    stamp = info.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_xml(info.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{_xml(info.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_xml(info.subject)}</rdf:li></rdf:Alt></dc:description>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><xmp:CreateDate>{stamp}</xmp:CreateDate>
<xmp:ModifyDate>{stamp}</xmp:ModifyDate><pdf:Producer>{PRODUCER}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()
