"""Charts: published measures as SVG for a page, in one look.

Every function takes figures that have passed the privacy door, the words of the interface as plain strings,
and a `Caption`; it gives a `Chart`. Nothing here knows a number that a policy hid, and matplotlib is
imported only when a chart is drawn that is not in the cache.

pairs         before and after by learning target (`dumbbell`) and cycle by cycle (`strip`)
stacks        stacked levels;  grid: who moved where;  icons: one mark a student
readings      scores, percents of an unknown number of students, two panels for two cohorts
run           three or more readings by date;  timeline: a school's year
look, text, values, marks, svg, renderer, sheet: what they are drawn with
chart, cache: how they get into a page
"""

from coaching_cycles.charts.cache import Cache
from coaching_cycles.charts.chart import Caption, Chart
from coaching_cycles.charts.grid import MovedWords, moved
from coaching_cycles.charts.icons import PeopleWords, people
from coaching_cycles.charts.marks import Words
from coaching_cycles.charts.pairs import Row, dumbbell, strip
from coaching_cycles.charts.readings import Panel, cohort, percents, scores
from coaching_cycles.charts.run import Aim, Point, place_day, run_chart
from coaching_cycles.charts.stacks import LevelWords, levels
from coaching_cycles.charts.timeline import TimelineRow, year_timeline

__all__ = [
    "Aim",
    "Cache",
    "Caption",
    "Chart",
    "LevelWords",
    "MovedWords",
    "Panel",
    "PeopleWords",
    "Point",
    "Row",
    "TimelineRow",
    "Words",
    "cohort",
    "dumbbell",
    "levels",
    "moved",
    "people",
    "percents",
    "place_day",
    "run_chart",
    "scores",
    "strip",
    "year_timeline",
]
