"""What can be read, in words: the table that `archive ingest --list-formats` prints and the README shows."""

from __future__ import annotations

FORMATS: tuple[tuple[str, str], ...] = (
    (
        "plain text",
        "an item a line; or paragraphs, where blank lines separate them; or, of a page copied from a browser, a story"
        ' an item, with headline, deck, author, day ("2h ago" is told from the day of capture), outlet and address from'
        " the lines around it",
    ),
    (
        "saved HTML page, MHTML",
        "a listing: an item for each card, with headline, teaser, link, date and author where the card has them; an"
        " article: an item a paragraph",
    ),
    ("RSS 0.9x to 2.0, RDF, Atom, JSON Feed", "an item an entry"),
    (
        "CSV, TSV",
        "a row an item; delimiter, header and columns are found, or told: `--column text=body --column date=posted`",
    ),
    ("JSON", "an array, or an object that holds one, at any of twelve levels"),
    ("JSON Lines", "a line an item"),
    (
        "exports",
        "Zotero, CSL-JSON, MediaCloud, Google Reader, Readwise (its books, too), Hypothesis, Pocket, Instapaper,"
        " Raindrop, Pinboard, wallabag, Omnivore, Telegram, Mastodon, Bluesky, Twitter (`tweets.js`), each as CSV or"
        " JSON: known by their columns or keys; a chat of Telegram as pages, too (`messages.html`)",
    ),
    (
        "press reviews",
        "of Factiva, LexisNexis, Nexis Uni and Europresse, as text, page, Word, RTF or PDF file, and digests whose"
        " lines have labels (`Headline: …`, `Source: …`): an item an article, with headline, author, outlet and day",
    ),
    ("bookmarks", "of Chrome and Firefox (JSON), Netscape's file, Pocket's and Instapaper's page: an item a link"),
    (
        "`.eml`, `.mbox`",
        "newsletters and alerts story by story, other mails as text; of the day on which they were sent, with the"
        " addresses behind their links",
    ),
    ("Markdown", "front matter says title, address, author and day; a paragraph an item, without its marks"),
    ("RIS, EndNote, BibTeX", "a reference an item"),
    (
        "`.warc`, `.warc.gz`, `.wacz`",
        "each page with its own address and day of capture (needs the extra `web`: `pip install"
        " 'snippet-archive[web]'`)",
    ),
    ("Safari's `.webarchive`", "the page in it"),
    (
        "DOCX, ODT",
        "a paragraph an item, as a plain text; under headings or linked headlines as a page; a table with named"
        " columns as CSV",
    ),
    ("XLSX, ODS", "each sheet as CSV, whose header may stand below a title; days are days"),
    (
        "PDF with text, RTF",
        "a paragraph an item, lines and broken words joined, without the heads and numbers of pages (needs the extra"
        " `office`: `pip install 'snippet-archive[office]'`)",
    ),
    ("`.gz`, `.zip`", "what is inside; a zip file member by member"),
    ("a folder", "all files in it, in the order of their names"),
    ("`-`", "standard input"),
    ("`http://…`, `https://…`", "fetched once; the only case in which anything goes over the network"),
)
"""What is read, and how it is taken."""


def table() -> str:
    """The formats as a table in Markdown."""
    return "\n".join(["| what | how it is taken |", "| --- | --- |", *(f"| {what} | {how} |" for what, how in FORMATS)])
