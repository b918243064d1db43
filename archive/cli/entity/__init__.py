"""`archive entity`: looking at people, organisations and places, and correcting them for good."""

from __future__ import annotations

import typer

from archive.cli.entity.change import hide, merge, rename, retype
from archive.cli.entity.history import export_decisions, import_decisions, undo
from archive.cli.entity.listing import list_entities
from archive.cli.entity.review import review
from archive.cli.entity.show import show
from archive.cli.entity.split import split

app = typer.Typer(
    name="entity",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="""Look at people, organisations and places, and correct them for good.

    NAME is an entity's number, kind:Name (person:"Mara Velden"), a name or an alias; case and accents don't matter.

    What you rule is a decision: it is kept, holds for all that is ingested later, and can be undone.

    Example: archive entity merge "Mara Veldn" "Mara Velden"
    """,
)
app.command("list")(list_entities)
app.command()(show)
app.command()(merge)
app.command()(split)
app.command()(rename)
app.command()(retype)
app.command()(hide)
app.command()(undo)
app.command("export")(export_decisions)
app.command("import")(import_decisions)
app.command()(review)
