"""Pages, public interfaces and commands: the only room that knows HTTP."""
