"""What log lines must not hold: the secrets in addresses."""

import logging
import re

SECRETS = re.compile(
    r"(/w/[0-9a-fA-F-]{36}|/o|/r|/unsubscribe)/(?!part/|again/|confirm/|thanks/|withdraw/)[^/\s\"']+"
)
TOKENS = re.compile(r"\b[a-z2-7]{32}\b")
"""A token wherever it stands, as in an address that somebody pasted wrongly."""


class HideSecrets(logging.Filter):
    """Takes tokens and keys out of addresses, whoever logs them."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = record.getMessage()
        hidden = TOKENS.sub("…", SECRETS.sub(r"\1/…", told))
        if hidden != told:
            record.msg, record.args = hidden, None
        return True
