"""What a build need not make again: what may be published of each record, and pages.

A build with and one without give the same bytes. docs/architecture.md says what each of them may not know.
"""
