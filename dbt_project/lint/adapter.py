"""What sqlfluff sees of the adapter: while linting, a macro is of no engine."""


def dispatch(macro_name, macro_namespace=None):
    """Return a stand-in for an engine's macro, which says no more than its name."""
    return lambda *arguments: macro_name
