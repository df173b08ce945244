"""From a spreadsheet with a row a student to counts, and nothing else.

`open_file` makes a table of a file's bytes and says which column is what (a `Plan`): recognised by its
headings, guessed, or as it was told. `work_out` collects the results and counts them. Rows, names and numbers
of students stay in here: what leaves are counts, labels of a scale, codes of standards, days, and findings
that name a column and rows but never what stands in a cell.
"""
