"""Commands that work through many goods: ``batch``, ``impact``, ``verify``."""

from pathlib import Path

import click

from exportctl.cli.options import as_json_option, chosen_edition, chosen_lists, on_list, on_sheet, tell, with_precedents

__all__ = ["batch", "impact", "verify"]


@click.command()
@click.argument("goods", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="Where to write: .xlsx, .csv or .parquet."
)
@click.option("--columns", type=click.Path(path_type=Path), help="A TOML file whose [columns] table maps headings.")
@on_sheet
@click.option("--no-reasons", "reasons", flag_value=False, default=True, help="Only rank, decide nothing; faster.")
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), help="Add the decisions to this JSONL file.")
@with_precedents
@click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped.")
@click.option("--workers", type=click.IntRange(1), help="How many processes; all cores when left out.")
@on_list
@as_json_option
def batch(
    goods: Path,
    output: Path,
    columns: Path | None,
    sheet: str,
    reasons: bool,
    record: Path | None,
    precedents: Path | None,
    resume: bool,
    workers: int | None,
    list_name: str | None,
    edition: str | None,
    as_json: bool,
) -> None:
    """Classify every row of the table GOODS (.xlsx, .csv, .parquet)."""
    from exportctl.batch import classify_table
    from exportctl.errors import Interrupted
    from exportctl.progress import counting
    from exportctl.report.texts import summary_document, summary_text
    from exportctl.tables.columns import column_mapping

    try:
        with counting("rows", quiet=as_json) as progress:
            summary = classify_table(
                goods,
                output,
                lists=chosen_lists(list_name, edition),
                mapping=column_mapping(columns),
                sheet=sheet,
                reasons=reasons,
                record=record,
                precedents=precedents,
                resume=resume,
                workers=workers,
                progress=progress,
            )
    except KeyboardInterrupt:
        raise Interrupted(str(output)) from None
    tell(as_json, lambda: summary_document(summary), lambda: summary_text(summary, output))


@click.command()
@click.argument("records", type=click.Path(path_type=Path))
@click.option("--workers", type=click.IntRange(1), help="How many processes; all cores when left out.")
@as_json_option
def verify(records: Path, workers: int | None, as_json: bool) -> None:
    """Make every decision of the file RECORDS again and say what differs."""
    from exportctl.progress import counting
    from exportctl.verification import verify_records

    with counting("records", quiet=as_json) as progress:
        found = list(verify_records(records, workers=workers, progress=progress))
    told = "\n".join(map(str, found)) if found else "every decision comes out the same"
    tell(as_json, lambda: [difference.as_dict() for difference in found], lambda: f"{told}\n")


@click.command()
@click.argument("goods", type=click.Path(path_type=Path))
@click.option("--from", "old", required=True, help="The edition (or XML file) in force before.")
@click.option("--to", "new", required=True, help="The edition (or XML file) in force now.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write a table: .xlsx, .csv or .parquet.")
@click.option("--columns", type=click.Path(path_type=Path), help="A TOML file whose [columns] table maps headings.")
@on_sheet
@click.option("--workers", type=click.IntRange(1), help="How many processes; all cores when left out.")
@click.option("--list", "list_name", default=None, help="Which list they are editions of; eu-dual-use when left out.")
@as_json_option
def impact(
    goods: Path,
    old: str,
    new: str,
    output: Path | None,
    columns: Path | None,
    sheet: str,
    workers: int | None,
    list_name: str | None,
    as_json: bool,
) -> None:
    """Say which rows of the table GOODS a new edition touches, and why."""
    from exportctl.impact import impact_on_table, write_impact
    from exportctl.progress import counting
    from exportctl.tables.columns import column_mapping

    editions = [chosen_edition(list_name, edition) for edition in (old, new)]
    mapping = column_mapping(columns)
    with counting("rows", quiet=as_json) as progress:
        found = impact_on_table(goods, *editions, mapping=mapping, sheet=sheet, workers=workers, progress=progress)
        if output is not None:
            number = write_impact(found, output)
            words = f"{number} rows are touched or could not be read\nwritten to {output}\n"
            tell(as_json, lambda: {"rows": number, "written": str(output)}, lambda: words)
            return
        told = list(found)
    text = "\n".join(map(str, told)) if told else "no row is touched"
    tell(as_json, lambda: [touched.as_dict() for touched in told], lambda: f"{text}\n")
