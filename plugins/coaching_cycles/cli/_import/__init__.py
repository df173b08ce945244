"""The parts of `cycles import`; they are loaded when it is called."""
