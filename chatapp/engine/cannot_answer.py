"""The one error that a person who asks the engine can meet."""


class CannotAnswer(Exception):  # noqa: N818  it is an answer, too
    """A request that cannot be answered; the message is one sentence for the person that says what to do."""
