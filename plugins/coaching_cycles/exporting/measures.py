"""A published measure as a record holds it: what is shown exactly, and nothing that is shown as a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coaching_cycles.writing.remix import filled

if TYPE_CHECKING:
    from coaching_cycles.measuring.figures import Figure, MeasureShown, ReadingShown
    from coaching_cycles.writing.tree import Data


def measure_data(measure: MeasureShown) -> dict[str, Data]:
    """The data of `results:` for one measure."""
    table = measure.matched
    change = filled(
        {"students": measure.change_students, "mean": measure.change_mean, "sd": measure.change_sd}
    )
    exact = all(_counted(reading) for reading in (measure.before, measure.after))
    return filled(
        {
            "section": measure.section,
            "assessment": measure.instrument.key if measure.instrument is not None else None,
            "before": _reading(measure.before),
            "checks": [_reading(check) for check in measure.checks],
            "after": _reading(measure.after),
            "follow_up": _reading(measure.follow_up),
            "matched": {
                "kept": table.kept,
                "gained": table.gained,
                "slipped": table.slipped,
                "not_yet": table.not_yet,
            }
            if table is not None and exact and measure.moved is None
            else None,
            "moved": [list(row) for row in measure.moved] if measure.moved is not None and exact else None,
            "joined": _exact(measure.joined) if exact else None,
            "change": change if measure.change_mean is not None else None,
            "aim": measure.aim,
        }
    )


def _counted(reading: ReadingShown | None) -> bool:
    return reading is not None and reading.share is not None and reading.share.fraction is not None


def _exact(figure: Figure | None) -> int | None:
    return figure.exact if figure is not None else None


def _reading(reading: ReadingShown | None) -> dict[str, Data] | None:
    if reading is None:
        return None
    given: dict[str, Data] = {
        "date": reading.date,
        "note": reading.note,
        "form": reading.form if reading.role != "before" and reading.form != "same" else None,
        "kind": reading.label,
        **_figures(reading),
    }
    return filled(given)


def _figures(reading: ReadingShown) -> dict[str, Data]:
    share, scores = reading.share, reading.scores
    if scores is not None:
        figures: dict[str, Data] = {
            "students": scores.students.exact,
            "mean": scores.mean,
            "sd": scores.sd,
            "out_of": scores.out_of,
        }
        return {**figures, "enrolled": _exact(reading.enrolled)} if scores.students.exact is not None else {}
    if share is None:
        return {}
    if share.fraction is None:
        low, high = share.percent
        # A percent of a number of students that is not said; beside one it would give the count away.
        return {"percent": low} if share.whole is None and low == high else {}
    part, whole = share.fraction
    counts = [band.count.exact for band in reading.levels if band.first == band.last]
    found: dict[str, Data] = {"students": whole, "proficient": part, "enrolled": _exact(reading.enrolled)}
    if counts and len(counts) == len(reading.levels) and all(count is not None for count in counts):
        found = {"levels": counts, "enrolled": _exact(reading.enrolled)}
    return found
