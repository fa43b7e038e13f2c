"""Workbooks and archives for transcripts, which run: PYTHONPATH=$REPO/tests/cli python3 -B - <<'END'

write(path, sheets) makes a workbook; a sheet is (name, rows) or (name, rows, state), a row a list of cells or the XML of one.
A cell is None, a text (shared), a number, (number, style) or the XML of one, which begins with "<c". Styles: 0 general, 1 built-in
date 14, 2 yyyy"年"m"月"d"日" h:mm;@, 3 [h]:mm:ss, 4 h:mm, 5 #,##0.00.
"""
import zipfile
from xml.sax.saxutils import escape, quoteattr

TRANSITIONAL = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
STRICT = ("http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships")
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = """<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\\ h:mm;@"/>
<numFmt numFmtId="177" formatCode="[h]:mm:ss"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="20"/><xf numFmtId="4"/></cellXfs>"""


def column(index):
    name = ""
    while index >= 0:
        name, index = chr(ord("A") + index % 26) + name, index // 26 - 1
    return name


def write(path, sheets, strict=False, date1904=False, parts=None, shared_prefix="", leave_out=(), doctype=""):
    """`shared_prefix`: shared strings as XML before all others; `parts`: others to add or to replace; `leave_out`: their names;
    `doctype`: before the sheets."""
    main, relation = STRICT if strict else TRANSITIONAL
    strings = []

    def cell(value, place):
        if value is None:
            return ""
        if isinstance(value, str) and value.startswith("<c"):
            return value
        if isinstance(value, str):
            if value not in strings:
                strings.append(value)
            return f'<c r="{place}" t="s"><v>{strings.index(value) + shared_prefix.count("<si>")}</v></c>'
        number, style = value if isinstance(value, tuple) else (value, 0)
        return f'<c r="{place}" s="{style}"><v>{number}</v></c>'

    def sheet_xml(rows):
        out = [f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}<worksheet xmlns="{main}"><sheetData>']
        for number, row in enumerate(rows, 1):
            if isinstance(row, str):
                out.append(row)
            elif row:
                cells = "".join(cell(value, f"{column(i)}{number}") for i, value in enumerate(row))
                out.append(f'<row r="{number}">{cells}</row>')
        return "".join(out) + "</sheetData></worksheet>"

    def relations(rows):
        inner = "".join(f'<Relationship Id="{i}" Type="{relation}/{kind}" Target="{target}"/>' for i, kind, target in rows)
        return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'

    files = {"[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
             "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")])}
    listed, related = "", [("s", "styles", "styles.xml"), ("t", "sharedStrings", "/xl/sharedStrings.xml")]
    for number, (name, rows, *state) in enumerate(sheets, 1):
        files[f"xl/worksheets/sheet{number}.xml"] = sheet_xml(rows)
        listed += f'<sheet name={quoteattr(name)} sheetId="{number + 3}" state="{state[0] if state else "visible"}" r:id="r{number}"/>'
        related.append((f"r{number}", "worksheet", f"worksheets/sheet{number}.xml"))
    files["xl/workbook.xml"] = (f'<workbook xmlns="{main}" xmlns:r="{relation}"><workbookPr date1904="{int(date1904)}"/>'
                                f"<sheets>{listed}</sheets></workbook>")
    files["xl/_rels/workbook.xml.rels"] = relations(related)
    files["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{STYLES}</styleSheet>'
    files["xl/sharedStrings.xml"] = (f'<sst xmlns="{main}">{shared_prefix}' +
                                     "".join(f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in strings) + "</sst>")
    files.update(parts or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            if name not in leave_out:
                out.writestr(name, data)


class Named(zipfile.ZipInfo):
    """A member whose name is in an encoding of old, which nothing tells."""

    encoding = "gbk"

    def _encodeFilenameFlags(self):
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


def encrypt(path):
    """Marks all members of a zip as encrypted."""
    data = bytearray(open(path, "rb").read())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    open(path, "wb").write(data)
