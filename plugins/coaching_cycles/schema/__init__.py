"""The record format, once.

From these classes come the validator, the JSON Schema, the field reference in the documentation and the blank
record. Values arrive as the text that the author typed (or lists and mappings of it, None for a blank) and
are typed here and nowhere else. A field's description is what the documentation shows; its `audience` is the
widest audience that sees it by default.
"""

from coaching_cycles.schema.kinds import ALIASES, AUDIENCES, Audience, Part, default_audience
from coaching_cycles.schema.measures import Assessment, Measure, Reading
from coaching_cycles.schema.policies import (
    DEFAULT_POLICY,
    LOOSEST,
    POLICY_NUMBERS,
    PercentBands,
    PolicyNumber,
    PolicyRow,
    number_in_force,
    policy_rows,
)
from coaching_cycles.schema.portfolio import (
    Focus,
    FrameworkSetting,
    LogTemplate,
    PortfolioRecord,
    Privacy,
    SchoolRecord,
)
from coaching_cycles.schema.record import (
    Approval,
    Evidence,
    Exemplar,
    Group,
    Log,
    Record,
    Resource,
    Target,
    Teacher,
    Waiver,
    Work,
)
from coaching_cycles.schema.showing import Audiences, field_audiences, may_hide, rank, show_person, strip

__all__ = [
    "ALIASES",
    "AUDIENCES",
    "DEFAULT_POLICY",
    "LOOSEST",
    "POLICY_NUMBERS",
    "Approval",
    "Assessment",
    "Audience",
    "Audiences",
    "Evidence",
    "Exemplar",
    "Focus",
    "FrameworkSetting",
    "Group",
    "Log",
    "LogTemplate",
    "Measure",
    "Part",
    "PercentBands",
    "PolicyNumber",
    "PolicyRow",
    "PortfolioRecord",
    "Privacy",
    "Reading",
    "Record",
    "Resource",
    "SchoolRecord",
    "Target",
    "Teacher",
    "Waiver",
    "Work",
    "default_audience",
    "field_audiences",
    "may_hide",
    "number_in_force",
    "policy_rows",
    "rank",
    "show_person",
    "strip",
]
