"""One published measure, all its words together."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from coaching_cycles.measuring.figures import MeasureShown
from coaching_cycles.measuring.growth import compare
from coaching_cycles.measuring.wording.amounts import change_places, say_change, say_interval
from coaching_cycles.measuring.wording.certainty import say_note, say_sure
from coaching_cycles.measuring.wording.details import list_details
from coaching_cycles.measuring.wording.files import list_rows
from coaching_cycles.measuring.wording.headlines import say_headline, say_row, say_sublines
from coaching_cycles.measuring.wording.omissions import say_omissions
from coaching_cycles.measuring.wording.readings import say_checks, say_follow_up, say_form, word_readings
from coaching_cycles.measuring.wording.shapes import Context, MeasureWords, ReadingWords
from coaching_cycles.measuring.wording.tables import lay_out
from coaching_cycles.words import Words

_NOTHING = Context()


def words_for(measure: MeasureShown, w: Words, *, context: Context = _NOTHING) -> MeasureWords:
    """Return everything that is said about a published measure, in the language of `w`.

    A measure in words only gives its readings, and "" everywhere else.
    """
    said = _words(measure, w)
    if context == _NOTHING:
        return said
    counted = bool(said.out_title)
    return replace(
        said,
        leaves_out=say_omissions(measure, compare(measure), w, context) if counted else (),
        alt=_alt(said.headline, said.readings, w, context),
        tables=lay_out(measure, w, context),
    )


# A measure is worded on its cycle's page and again on every hub, list and data file: once is enough.
@lru_cache(maxsize=8192)
def _words(measure: MeasureShown, w: Words) -> MeasureWords:
    context = _NOTHING
    change = compare(measure)
    readings = word_readings(measure, w)
    headline = say_headline(measure, change, w)
    sure = say_sure(measure, change, w)
    counted = bool(headline or sure or any(reading.levels for reading in readings))
    places = change_places(measure)
    said = say_change(change, places, w) if change is not None else ""
    checks, follow_up = say_checks(measure, w), say_follow_up(measure, w)
    return MeasureWords(
        headline=headline,
        sublines=say_sublines(measure, change, w) if counted else (),
        measured=say_measured(measure, w),
        change=said,
        interval=say_interval(change, places, w) if change is not None else "",
        sure_title=w("measure.sure.title") if sure else "",
        sure=sure,
        sure_note=say_note(measure, change, w),
        checks=checks,
        follow_up=follow_up,
        out_title=w("measure.out.title") if counted else "",
        leaves_out=say_omissions(measure, change, w, context) if counted else (),
        footer=w("measure.out.footer") if counted else "",
        readings=readings,
        details_title=w("measure.details.title") if counted else "",
        details=list_details(measure, change, w) if counted else (),
        alt=_alt(headline, readings, w, context),
        description=_describe(readings, said, (checks, sure), w) if counted else "",
        tables=lay_out(measure, w, context),
        csv=list_rows(measure, w),
        row=say_row(measure, change, w),
    )


@lru_cache(maxsize=65536)
def row_for(measure: MeasureShown, w: Words) -> str:
    """Return only the row for lists and search: "7 of 25 → 18 of 25"."""
    return say_row(measure, compare(measure), w)


def say_measured(measure: MeasureShown, w: Words, *, form: bool = True) -> str:
    """Return level, instrument and, with `form`, which form: part of the number, so never far from it."""
    tool = measure.instrument
    said: list[str] = []
    if tool is not None:
        counts = tool.proficient is not None and any(r.share is not None for r in measure.readings)
        if counts and tool.proficient is not None and tool.proficient < len(tool.levels):
            top = tool.proficient == len(tool.levels) - 1
            level = tool.levels[tool.proficient]
            said.append(w("measure.sub.at_top" if top else "measure.sub.at", level=level, title=tool.title))
        else:
            said.append(w("measure.sub.on", title=tool.title))
    if form and measure.before is not None and measure.after is not None:
        forms = [named for r in (measure.before, measure.after) if (named := say_form(r, w))]
        said.extend(forms[:1])
    return " · ".join(said)


def _alt(headline: str, readings: tuple[ReadingWords, ...], w: Words, context: Context) -> str:
    text = headline or next((reading.text for reading in readings if reading.text), "")
    if not text:
        return ""
    return w("measure.alt.titled", title=context.title, text=text) if context.title else text


def _describe(
    readings: tuple[ReadingWords, ...],
    said: str,
    more: tuple[str, ...],
    w: Words,
) -> str:
    """The readings one by one, the change and how sure it is, for those who can't see the chart."""
    sentences = [
        w("measure.alt.reading_dated", reading=r.label, date=r.date, text=r.text)
        if r.date
        else w("measure.alt.reading", reading=r.label, text=r.text)
        for r in readings
        if r.text
    ]
    if said:
        sentences.append(w("measure.alt.change", change=said))
    sentences += [_close(text, w) for text in more if text]
    return " ".join(sentences)


def _close(text: str, w: Words) -> str:
    return text if text.endswith((".", "。")) else w("measure.alt.sentence", text=text)
