"""What the domain refuses: every exception a channel turns into words for its reader."""

from collections.abc import Mapping, Sequence


class RefusedError(Exception):
    """Something cannot be done; the message says why and what is allowed.

    Channels show the message as it is: it is translated and carries nothing about a person who is
    not the reader.
    """


class FaultsError(RefusedError):
    """A file or a form has faults; ``faults`` lists every one with its place."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class AnswersRefusedError(RefusedError):
    """Answers that the instrument does not know; ``faults`` says what is allowed, by column."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("\n".join(f"{column}: {fault}" for column, fault in faults.items()))
        self.faults = dict(faults)


class WrongStateError(RefusedError):
    """The wave is in a state in which this cannot be done."""


class UnknownTokenError(RefusedError):
    """No such token, or none any more: nobody learns which."""


class WaveClosedError(RefusedError):
    """The wave takes no answers any more."""


class WaveNotYetOpenError(RefusedError):
    """The wave takes no answers yet."""


class ReplacementNeededError(RefusedError):
    """A sheet with other answers has been sent; only an explicit wish replaces it."""


class AlreadySentError(RefusedError):
    """A sheet was sent with another link of the same invitation."""


class WithdrawnError(RefusedError):
    """The sheet was withdrawn; only an explicit wish starts again."""


class UnknownReceiptError(RefusedError):
    """No open wave has an answer sheet with that receipt."""
