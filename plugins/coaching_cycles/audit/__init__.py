"""What a built site gives away or breaks, found in the built folder by none of the code that built it."""

from coaching_cycles.audit.auditing import Audit, audience_of, audit

__all__ = ["Audit", "audience_of", "audit"]
