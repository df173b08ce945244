"""Document → Cycle, or Problems; never raises and always reports everything."""
