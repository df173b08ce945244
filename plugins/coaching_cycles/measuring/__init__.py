"""What before-and-after counts can honestly say: pure numbers, standard library only.

Shares are between 0 and 1, changes between -1 and 1, scores in the points of their assessment; all intervals
are 95 % intervals. Impossible input (a negative count, more proficient than students) raises `ValueError`: by
the time a number arrives here, checking has turned such input into problems.

counts       the one guard that every count passes
intervals    Wilson; Newcombe for separate groups and for the same students
transitions  who moved: the 2 by 2 table, the level grid with every cut, what totals alone allow
signs        exact and mid-p tests on the students who changed
scores       mean change with Student's t
percents     rounding, points, and whether a typed percent is possible at all (GRIM)
cautions     missing students, floor and ceiling, a baseline of not-yet students only
figures, growth, wording: measures as they may be shown, what they show, and how it is said
"""
